package dev.loopkeeper.engine.snapshot;

import java.io.IOException;

/** A chunk of a snapshot that is missing, cut short or not what was written (R14). Trying again does not help. */
public final class DamagedChunkException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient ChunkRef chunk;

    /** @param message one line that names the object */
    public DamagedChunkException(ChunkRef chunk, String message) {
        super(message);
        this.chunk = chunk;
    }

    public ChunkRef chunk() {
        return chunk;
    }

    /** The damage that a failure comes from; null if it has another cause. */
    public static DamagedChunkException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedChunkException damaged) {
                return damaged;
            }
        }
        return null;
    }
}
