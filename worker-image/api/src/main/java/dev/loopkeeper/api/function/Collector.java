package dev.loopkeeper.api.function;

/** Takes what a function emits. Valid during the call it was given to, on that thread. */
@FunctionalInterface
public interface Collector<T> {

    void emit(T record);
}
