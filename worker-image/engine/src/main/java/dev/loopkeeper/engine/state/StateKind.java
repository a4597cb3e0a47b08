package dev.loopkeeper.engine.state;

/** What a keyed state holds for a key. */
enum StateKind {
    VALUE(1),
    LIST(2);

    /** How chunks name the kind; fixed for ever. */
    final int code;

    StateKind(int code) {
        this.code = code;
    }

    @Override
    public String toString() {
        return this == VALUE ? "a value" : "a list";
    }
}
