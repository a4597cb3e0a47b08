package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.snapshot.ChunkWriter;
import dev.loopkeeper.engine.snapshot.OperatorPart;

/** Captured state of an operator on its way to the store. */
interface PendingPart {

    /** Writes what was captured. Called once, in the background. */
    OperatorPart write(ChunkWriter chunks) throws Exception;

    /** Told on the task's thread when what was written is durable. */
    default void durable(OperatorPart part) {}

    /** A part that has nothing to write. */
    static PendingPart of(OperatorPart part) {
        return chunks -> part;
    }
}
