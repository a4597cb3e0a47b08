package dev.loopkeeper.operator.act;

import dev.loopkeeper.operator.observe.NameClash;

/** Something cannot be read or made because an object of another has its name. Its message is one line for people. */
final class NameClashException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final transient NameClash clash;

    NameClashException(NameClash clash) {
        super(clash.toString());
        this.clash = clash;
    }

    NameClash clash() {
        return clash;
    }
}
