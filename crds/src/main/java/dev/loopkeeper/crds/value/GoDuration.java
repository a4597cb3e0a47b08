package dev.loopkeeper.crds.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as Go writes it, such as {@code 30s}, {@code 1h30m} or {@code 1.5s}. Never negative; at most about 292 years, in nanoseconds, which
 * is Go's own range.
 *
 * @param value the duration
 */
public record GoDuration(Duration value) implements Comparable<GoDuration> {

    /** What the schema asks of a duration's text. Values out of Go's range match it and are refused when they are parsed. */
    public static final String PATTERN = "^(0|([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)$";

    /** The longest text that the schema accepts. */
    public static final int MAX_LENGTH = 40;

    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    public GoDuration {
        if (value.isNegative()) {
            throw new IllegalArgumentException("a duration cannot be negative: " + value);
        }
    }

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if the text is not a duration; the message says what was expected and given
     */
    @JsonCreator
    public static GoDuration parse(String text) {
        if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a duration such as 30s, 5m or 1h30m, got \"" + text + "\"");
        }
        BigDecimal nanoseconds = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            BigDecimal unit = BigDecimal.valueOf(NANOSECONDS.getOrDefault(part.group(2), 0L));
            nanoseconds = nanoseconds.add(new BigDecimal(part.group(1)).multiply(unit));
        }
        BigInteger whole = nanoseconds.toBigInteger();
        if (whole.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    "the duration \"" + text + "\" is too long, about 292 years is the limit");
        }
        return new GoDuration(Duration.ofNanos(whole.longValueExact()));
    }

    public boolean isZero() {
        return value.isZero();
    }

    /** In whole milliseconds, rounded down. */
    public long toMillis() {
        return value.toMillis();
    }

    @Override
    public int compareTo(GoDuration other) {
        return value.compareTo(other.value);
    }

    /** The shortest text that parses to this value; from one second on in hours, minutes and seconds. */
    @Override
    @JsonValue
    public String toString() {
        if (value.isZero()) {
            return "0s";
        }
        if (value.getSeconds() == 0) {
            return belowOneSecond(value.getNano());
        }
        StringBuilder text = new StringBuilder();
        if (value.toHours() > 0) {
            text.append(value.toHours()).append('h');
        }
        if (value.toMinutesPart() > 0) {
            text.append(value.toMinutesPart()).append('m');
        }
        if (value.toSecondsPart() > 0 || value.getNano() > 0) {
            text.append(decimal(value.toSecondsPart() * 1_000_000_000L + value.getNano(), 9))
                    .append('s');
        }
        return text.toString();
    }

    private static String belowOneSecond(int nanoseconds) {
        if (nanoseconds >= 1_000_000) {
            return decimal(nanoseconds, 6) + "ms";
        }
        return nanoseconds >= 1_000 ? decimal(nanoseconds, 3) + "us" : nanoseconds + "ns";
    }

    private static String decimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).stripTrailingZeros().toPlainString();
    }
}
