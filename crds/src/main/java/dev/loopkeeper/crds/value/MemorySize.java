package dev.loopkeeper.crds.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of memory, written as a Kubernetes quantity such as {@code 512Mi} or {@code 2Gi}.
 *
 * @param bytes how many bytes, at least 0
 */
public record MemorySize(long bytes) implements Comparable<MemorySize> {

    /** What the schema asks of its text. */
    public static final String PATTERN = QuantityText.PATTERN;

    /** The longest text that the schema accepts. */
    public static final int MAX_LENGTH = QuantityText.MAX_LENGTH;

    private static final String[] BINARY_SUFFIXES = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

    public MemorySize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a memory size cannot be negative: " + bytes);
        }
    }

    /**
     * Reads a size; a fraction of a byte counts as a whole one, as in Kubernetes.
     *
     * @throws IllegalArgumentException if the text is not a quantity or more than 8 EiB less one byte; the message says what was expected and given
     */
    @JsonCreator
    public static MemorySize parse(String text) {
        BigDecimal bytes =
                QuantityText.parse(text, "a memory size such as 512Mi or 2Gi").setScale(0, RoundingMode.CEILING);
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("the memory size \"" + text + "\" is too large");
        }
        return new MemorySize(bytes.longValueExact());
    }

    /** A size that was written as a bare number of bytes. */
    @JsonCreator
    public static MemorySize ofBytes(long bytes) {
        return new MemorySize(bytes);
    }

    @Override
    public int compareTo(MemorySize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** With the largest binary suffix that divides the size, so that parsing it gives the same size. */
    @Override
    @JsonValue
    public String toString() {
        long number = bytes;
        int suffix = 0;
        while (number != 0 && number % 1024 == 0 && suffix < BINARY_SUFFIXES.length - 1) {
            number /= 1024;
            suffix++;
        }
        return number + BINARY_SUFFIXES[suffix];
    }
}
