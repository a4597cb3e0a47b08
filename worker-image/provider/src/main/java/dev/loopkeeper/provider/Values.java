package dev.loopkeeper.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks that the records share. What they refuse names the field, for the one line of an answer. */
final class Values {

    private Values() {}

    static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    static long notNegative(String field, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " is " + value + ", but cannot be negative");
        }
        return value;
    }

    /** Of a value that may be missing: if it is there, it is not below the least one. */
    static void atLeast(String field, @Nullable Number value, long least) {
        if (value != null && value.longValue() < least) {
            throw new IllegalArgumentException(field + " is " + value + ", but must be at least " + least);
        }
    }

    static <T> List<T> list(String field, @Nullable List<T> values, int limit) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > limit) {
            throw new IllegalArgumentException(field + " has " + values.size() + " entries, more than " + limit);
        }
        for (int i = 0; i < values.size(); i++) {
            present(field + "[" + i + "]", values.get(i));
        }
        return List.copyOf(values);
    }
}
