package dev.loopkeeper.api.files;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.OutputFileName;
import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.sink.SinkCommitter;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.sink.SinkWriter;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes lines into files of a directory, exactly once; made by {@link TextFiles#to}. Each task has one file for each snapshot. */
public final class TextSink<T> implements Sink<T> {

    private final String directory;
    private final Function<? super T, String> formatter;

    TextSink(String directory, Function<? super T, String> formatter) {
        this.directory = directory;
        this.formatter = formatter;
    }

    /** Writes what the function returns, with a line feed behind it. */
    public <R> TextSink<R> format(Function<? super R, String> format) {
        return new TextSink<>(directory, Objects.requireNonNull(format, "format"));
    }

    @Override
    public void check(SinkContext context) throws IOException {
        context.files().check(directory, OutputFileName.owner(context.jobUid(), context.operatorName()));
    }

    @Override
    public SinkWriter<T> open(SinkContext context) {
        return new TextWriter<>(directory, formatter, context);
    }

    @Override
    public SinkCommitter committer(SinkContext context) {
        String owner = OutputFileName.owner(context.jobUid(), context.operatorName());
        return new SinkCommitter() {
            @Override
            public void commit(String transaction) throws IOException {
                context.files().commit(transaction);
            }

            @Override
            public void sweep(Predicate<Fence> stale) throws IOException {
                context.files().sweep(directory, owner, stale);
            }
        };
    }

    @Override
    public String toString() {
        return "text files in " + directory;
    }
}
