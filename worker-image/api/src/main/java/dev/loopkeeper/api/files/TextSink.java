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
    private final boolean overwrites;

    TextSink(String directory, Function<? super T, String> formatter, boolean overwrites) {
        this.directory = directory;
        this.formatter = formatter;
        this.overwrites = overwrites;
    }

    /** Writes what the function returns, with a line feed behind it. */
    public <R> TextSink<R> format(Function<? super R, String> format) {
        return new TextSink<>(directory, Objects.requireNonNull(format, "format"), overwrites);
    }

    /**
     * Whether a job that starts from nothing replaces the results of other jobs that it finds in the directory, instead of refusing to start beside
     * them, as it does unless told so. One that goes on from a snapshot, be it another job's, keeps what is there.
     */
    public TextSink<T> overwrite(boolean overwrite) {
        return new TextSink<>(directory, formatter, overwrite);
    }

    @Override
    public void check(SinkContext context) throws IOException {
        context.files().check(directory, owner(context), overwrites);
    }

    @Override
    public void clear(SinkContext context) throws IOException {
        if (overwrites) {
            context.files().clear(directory, owner(context));
        }
    }

    @Override
    public SinkWriter<T> open(SinkContext context) {
        return new TextWriter<>(directory, formatter, context);
    }

    @Override
    public SinkCommitter committer(SinkContext context) {
        String owner = owner(context);
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

    private static String owner(SinkContext context) {
        return OutputFileName.owner(context.jobUid(), context.operatorName());
    }

    @Override
    public String toString() {
        return "text files in " + directory;
    }
}
