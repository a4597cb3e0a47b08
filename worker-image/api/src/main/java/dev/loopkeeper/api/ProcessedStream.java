package dev.loopkeeper.api;

import dev.loopkeeper.api.function.OutputTag;

/** What a process function emits: its main output, and by tag its side outputs. */
public interface ProcessedStream<T> extends Stream<T> {

    <S> Stream<S> output(OutputTag<S> tag);
}
