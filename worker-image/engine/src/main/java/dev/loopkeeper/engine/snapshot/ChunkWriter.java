package dev.loopkeeper.engine.snapshot;

import java.nio.ByteBuffer;

/** Takes the chunks of one task in one snapshot. Called from background work; calls may block and fail. */
public interface ChunkWriter {

    /** Adds a chunk and returns its name; it is durable when the whole upload has ended. The bytes are copied or written before it returns. */
    ChunkRef add(ByteBuffer content) throws java.io.IOException;
}
