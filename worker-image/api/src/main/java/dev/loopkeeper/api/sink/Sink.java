package dev.loopkeeper.api.sink;

import java.io.IOException;

/**
 * Where records go, exactly once, by two phases: a writer fills a transaction and prepares it at each snapshot, the coordinator commits it
 * when the snapshot is committed. A sink without transactions of its own (one that only writes to memory for a test, say) may prepare none.
 */
public interface Sink<T> {

    SinkWriter<T> open(SinkContext context) throws IOException;

    SinkCommitter committer(SinkContext context) throws IOException;

    /**
     * Looks whether the job can write here: called once, before its first start, and may block. The message of what it throws is one line that
     * says what is in the way and what to do.
     */
    default void check(SinkContext context) throws IOException {}

    /**
     * Removes what this job is to overwrite: called before its first start, when the checks of all its sinks have found nothing; again where the
     * coordinator was lost before anything ran. May block.
     */
    default void clear(SinkContext context) throws IOException {}
}
