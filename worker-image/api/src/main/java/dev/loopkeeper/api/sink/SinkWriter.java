package dev.loopkeeper.api.sink;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** Writes the records of one task. All calls come from the task's thread, except those of what {@link #prepare} returns. */
public interface SinkWriter<T> extends AutoCloseable {

    void write(T record) throws IOException;

    /** Whether another record can be taken without blocking; asked between records. */
    default boolean ready() {
        return true;
    }

    /**
     * Ends the open transaction, if it holds anything: what is written from now on belongs to the next one. The returned work makes it
     * durable and returns its identity (an opaque text, or none where there was nothing to commit); it runs on another thread, may block, and is
     * called again if it fails.
     */
    Callable<List<String>> prepare() throws IOException;

    /** Lets go of what is open. What was prepared stays. */
    @Override
    void close();
}
