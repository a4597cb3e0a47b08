package dev.loopkeeper.api.function;

/** Chooses the task of the next operator that gets a record. Must be a pure function of its arguments. */
@FunctionalInterface
public interface Partitioner<T> {

    /** Returns a task index from 0 to {@code parallelism - 1}. */
    int partition(T record, int parallelism);
}
