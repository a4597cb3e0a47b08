package dev.loopkeeper.api;

import dev.loopkeeper.api.loop.Loop;
import dev.loopkeeper.api.loop.LoopScope;
import dev.loopkeeper.api.source.Source;
import java.util.function.Function;

/** The graph under construction. Names given to operators are their identity: state is matched by them when a job is restored. */
public interface Dataflow {

    /** The value of a parameter that must be given; a missing one ends the job's start with a message that names it. */
    String parameter(String name);

    /** The value of a parameter, or the fallback where it is not given. */
    String parameter(String name, String fallback);

    /** A whole-number parameter, or the fallback where it is not given; anything else is refused by name. */
    long parameter(String name, long fallback);

    /** A parameter that is {@code true} or {@code false}, or the fallback where it is not given; anything else is refused by name. */
    boolean parameter(String name, boolean fallback);

    /** How many parallel tasks each operator has; at least 1. */
    int parallelism();

    /** Adds a source. */
    <T> Stream<T> read(String name, Source<T> source);

    /**
     * Adds a loop. The body declares the loop's variables with {@link LoopScope#variable}, builds operators on them and closes each
     * variable with {@link LoopScope#feedback}; what it returns (a stream, or a value that holds several) is the loop's result.
     * A loop inside another loop is refused.
     */
    <R> R iterate(String name, Loop kind, Function<LoopScope, R> body);
}
