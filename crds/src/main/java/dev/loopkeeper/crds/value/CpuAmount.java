package dev.loopkeeper.crds.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of processor time, written as a Kubernetes quantity such as {@code "1"} (one core) or {@code 200m}.
 *
 * @param milliCores thousandths of a core, at least 0
 */
public record CpuAmount(long milliCores) implements Comparable<CpuAmount> {

    /** What the schema asks of its text. */
    public static final String PATTERN = QuantityText.PATTERN;

    /** The longest text that the schema accepts. */
    public static final int MAX_LENGTH = QuantityText.MAX_LENGTH;

    /** More than this is refused. */
    public static final long LARGEST_CORES = 1_000_000;

    public CpuAmount {
        if (milliCores < 0) {
            throw new IllegalArgumentException("an amount of CPU cannot be negative: " + milliCores);
        }
    }

    /**
     * Reads an amount; less than a thousandth of a core is rounded up, as in Kubernetes.
     *
     * @throws IllegalArgumentException if the text is not a quantity or more than a million cores; the message says what was expected and given
     */
    @JsonCreator
    public static CpuAmount parse(String text) {
        BigDecimal cores = QuantityText.parse(text, "an amount of CPU such as \"1\" or 200m");
        if (cores.compareTo(BigDecimal.valueOf(LARGEST_CORES)) > 0) {
            throw new IllegalArgumentException("the amount of CPU \"" + text + "\" is too large");
        }
        return new CpuAmount(
                cores.scaleByPowerOfTen(3).setScale(0, RoundingMode.CEILING).longValueExact());
    }

    /** An amount that was written as a bare number of cores. */
    @JsonCreator
    public static CpuAmount ofCores(long cores) {
        return parse(Long.toString(cores));
    }

    @Override
    public int compareTo(CpuAmount other) {
        return Long.compare(milliCores, other.milliCores);
    }

    /** In cores where that is a whole number, otherwise in thousandths ({@code 200m}). */
    @Override
    @JsonValue
    public String toString() {
        return milliCores % 1000 == 0 ? Long.toString(milliCores / 1000) : milliCores + "m";
    }
}
