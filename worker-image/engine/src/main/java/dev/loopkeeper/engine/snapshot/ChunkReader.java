package dev.loopkeeper.engine.snapshot;

import java.io.IOException;

/** Reads chunks. Called from background work; calls may block. */
public interface ChunkReader {

    /** The chunk's bytes; a chunk that is missing or whose checksum differs is an error that names the object (R14). */
    byte[] read(ChunkRef chunk) throws IOException;
}
