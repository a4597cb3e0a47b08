package dev.loopkeeper.api.function;

/** The outputs of a process function: the main one, and one for each tag. */
public interface Output<T> extends Collector<T> {

    /** Emits to a side output; a tag that no stream was taken from drops the record. */
    <S> void emit(OutputTag<S> tag, S record);
}
