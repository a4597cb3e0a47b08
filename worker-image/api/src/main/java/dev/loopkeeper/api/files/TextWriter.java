package dev.loopkeeper.api.files;

import dev.loopkeeper.api.io.OutputFileName;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.sink.SinkWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lines of one task: a file is begun with the first record of a transaction. */
final class TextWriter<T> implements SinkWriter<T> {

    private static final int BUFFER_BYTES = 32 * 1024;

    private final String directory;
    private final Function<? super T, String> formatter;
    private final SinkContext context;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private long sequence;
    private @Nullable PendingFile file;

    TextWriter(String directory, Function<? super T, String> formatter, SinkContext context) {
        this.directory = directory;
        this.formatter = formatter;
        this.context = context;
    }

    @Override
    public void write(T record) throws IOException {
        String line = formatter.apply(record);
        if (line == null) {
            throw new IOException("the format of sink " + context.operatorName() + " returned null: return a line");
        }
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (bytes.length + 1 > BUFFER_BYTES - buffered) {
            flush();
        }
        if (bytes.length + 1 > BUFFER_BYTES) {
            open().write(bytes, 0, bytes.length);
        } else {
            System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
            buffered += bytes.length;
        }
        buffer[buffered++] = '\n';
    }

    @Override
    public boolean ready() {
        return file == null || file.ready();
    }

    @Override
    public Callable<List<String>> prepare() throws IOException {
        flush();
        PendingFile ending = file;
        if (ending == null) {
            return List::of;
        }
        Callable<String> durable = ending.prepare();
        file = null;
        return () -> List.of(durable.call());
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    private void flush() throws IOException {
        if (buffered > 0) {
            open().write(buffer, 0, buffered);
            buffered = 0;
        }
    }

    private PendingFile open() throws IOException {
        if (file == null) {
            OutputFileName name = OutputFileName.of(
                    context.jobUid(), context.operatorName(), context.taskIndex(), context.fence(), sequence++);
            file = context.files()
                    .create(
                            directory,
                            name.text(),
                            OutputFileName.owner(context.jobUid(), context.operatorName()),
                            context.fence());
        }
        return file;
    }
}
