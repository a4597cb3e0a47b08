package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.sink.SinkCommitter;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.sink.SinkWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Writes records as lines into files of a directory, one file for each transaction. */
record LineSink<T>(String directory) implements Sink<T> {

    @Override
    public SinkWriter<T> open(SinkContext context) {
        return new SinkWriter<>() {
            private PendingFile file;
            private int sequence;

            @Override
            public void write(T record) throws IOException {
                if (file == null) {
                    String name = context.jobUid() + "-" + context.operatorName() + "-" + context.taskIndex() + "-"
                            + context.fence().claim() + "-" + context.fence().attempt() + "-" + sequence++;
                    file = context.files().create(directory, name, owner(context), context.fence());
                }
                byte[] line = (record + "\n").getBytes(StandardCharsets.UTF_8);
                file.write(line, 0, line.length);
            }

            @Override
            public Callable<List<String>> prepare() throws IOException {
                if (file == null) {
                    return List::of;
                }
                Callable<String> prepared = file.prepare();
                file = null;
                return () -> List.of(prepared.call());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public SinkCommitter committer(SinkContext context) {
        return new SinkCommitter() {
            @Override
            public void commit(String transaction) throws IOException {
                context.files().commit(transaction);
            }

            @Override
            public void sweep(Predicate<Fence> stale) throws IOException {
                context.files().sweep(directory, owner(context), stale);
            }
        };
    }

    private static String owner(SinkContext context) {
        return context.jobUid() + "/" + context.operatorName();
    }
}
