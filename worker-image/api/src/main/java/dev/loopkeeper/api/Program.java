package dev.loopkeeper.api;

/**
 * An iterative dataflow job, as its author writes it.
 *
 * <p>The coordinator and every worker of a job run {@link #define} with the same parameters and must build the same graph from them: no
 * closure is ever shipped between processes. A program therefore has a public constructor without parameters and depends, in
 * {@code define}, on nothing but the parameters of the flow.
 */
public interface Program {

    /** Builds the graph. Called once in each process, on one thread; whatever it throws is reported as an error of the program. */
    void define(Dataflow flow);
}
