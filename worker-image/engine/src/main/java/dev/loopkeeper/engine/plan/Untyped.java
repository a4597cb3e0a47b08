package dev.loopkeeper.engine.plan;

/** Leaves the program's types behind: the plan treats records as objects, and the builder's generic signatures have made sure they fit. */
final class Untyped {

    private Untyped() {}

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> T cast(Object value) {
        return (T) value;
    }
}
