package dev.loopkeeper.api.source;

import dev.loopkeeper.api.function.Collector;
import java.io.IOException;

/** Reads one split. All calls come from the task's thread, and none may block. */
public interface SplitReader<T> extends AutoCloseable {

    /** Emits up to {@code limit} records that are there by now. */
    Progress poll(Collector<T> out, int limit) throws IOException;

    /** Where reading would go on behind the records emitted so far. */
    String position();

    @Override
    void close();

    /** What a poll found. */
    enum Progress {
        /** There may be more at once. */
        MORE,
        /** Nothing for now: poll again after {@link SourceContext#wake} or a few milliseconds. */
        IDLE,
        /** The split has ended. */
        ENDED
    }
}
