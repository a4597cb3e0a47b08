package dev.loopkeeper.crds.value;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of Kubernetes quantities, without a sign: a decimal number and a binary, a decimal or an exponent suffix. */
final class QuantityText {

    static final String PATTERN = "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(([KMGTPE]i|[numkMGTPE])|[eE]([+-]?[0-9]{1,3}))?$";

    private static final Pattern QUANTITY = Pattern.compile(PATTERN);

    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("n", power(10, -9)),
            Map.entry("u", power(10, -6)),
            Map.entry("m", power(10, -3)),
            Map.entry("k", power(10, 3)),
            Map.entry("M", power(10, 6)),
            Map.entry("G", power(10, 9)),
            Map.entry("T", power(10, 12)),
            Map.entry("P", power(10, 15)),
            Map.entry("E", power(10, 18)),
            Map.entry("Ki", power(1024, 1)),
            Map.entry("Mi", power(1024, 2)),
            Map.entry("Gi", power(1024, 3)),
            Map.entry("Ti", power(1024, 4)),
            Map.entry("Pi", power(1024, 5)),
            Map.entry("Ei", power(1024, 6)));

    static final int MAX_LENGTH = 40;

    private QuantityText() {}

    /** The quantity's value, or an exception whose message names {@code examples} as what was expected. */
    static BigDecimal parse(String text, String examples) {
        Matcher matcher = QUANTITY.matcher(text);
        if (text.length() > MAX_LENGTH || !matcher.matches()) {
            throw new IllegalArgumentException("expected " + examples + ", got \"" + text + "\"");
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        if (matcher.group(4) != null) {
            return number.multiply(FACTORS.getOrDefault(matcher.group(4), BigDecimal.ONE));
        }
        return matcher.group(5) == null ? number : number.scaleByPowerOfTen(Integer.parseInt(matcher.group(5)));
    }

    private static BigDecimal power(int base, int exponent) {
        return base == 10
                ? BigDecimal.ONE.scaleByPowerOfTen(exponent)
                : BigDecimal.valueOf(base).pow(exponent);
    }
}
