package dev.loopkeeper.api.function;

import java.util.Objects;

/** Names a side output of an operator and the type of its records. */
public record OutputTag<S>(String name, Class<S> type) {

    public OutputTag {
        Objects.requireNonNull(type, "type");
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of an output tag must not be blank");
        }
    }

    public static <S> OutputTag<S> of(String name, Class<S> type) {
        return new OutputTag<>(name, type);
    }
}
