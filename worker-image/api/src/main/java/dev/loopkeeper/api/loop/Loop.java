package dev.loopkeeper.api.loop;

/** How a loop turns: {@linkplain #asynchronous() record by record}, or in {@link Rounds}. */
public sealed interface Loop permits Asynchronous, Rounds {

    /** Records circulate until none is left, or for ever where the input never ends. */
    static Loop asynchronous() {
        return new Asynchronous();
    }
}
