package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.snapshot.ChunkWriter;
import java.io.IOException;

/** The upload of what one task adds to one snapshot. Used by one background thread. */
public interface ChunkUpload extends ChunkWriter {

    /** Waits until everything added is durable. */
    void finish() throws IOException;

    /** The bytes added. */
    long bytes();
}
