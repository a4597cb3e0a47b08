package dev.loopkeeper.api.loop;

import dev.loopkeeper.api.Stream;

/** The inside of a loop, while its body is built. */
public interface LoopScope {

    /**
     * Declares a loop variable: the returned stream carries the initial records and then what is fed back. Its records go to what follows
     * in the order of the feedback.
     */
    <T> Stream<T> variable(String name, Stream<T> initial);

    /** Closes a variable: the records of {@code next} go round. Each variable is closed exactly once. */
    <T> void feedback(Stream<T> variable, Stream<T> next);

    /** What is still being fed back when a loop in rounds ends. Not asked for, it is dropped. */
    <T> Stream<T> remainder(Stream<T> variable);
}
