package dev.loopkeeper.api.sink;

import java.io.IOException;

/**
 * Where records go, exactly once, by two phases: a writer fills a transaction and prepares it at each snapshot, the coordinator commits it
 * when the snapshot is committed. A sink without transactions of its own (one that only writes to memory for a test, say) may prepare none.
 */
public interface Sink<T> {

    SinkWriter<T> open(SinkContext context) throws IOException;

    SinkCommitter committer(SinkContext context) throws IOException;
}
