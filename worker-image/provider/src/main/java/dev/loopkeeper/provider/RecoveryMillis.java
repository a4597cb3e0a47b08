package dev.loopkeeper.provider;

import org.jspecify.annotations.Nullable;

/**
 * When a recovery reached each of its phases: milliseconds on the coordinator's clock since the last sign of life of the worker that was lost, or
 * since the loss was told of where a living worker did that. They rise from the first to the last, but that a first record may be one of the log; null is a
 * phase not reached yet.
 *
 * @param detected the coordinator knew of the loss
 * @param fenced the new attempt stood in the store
 * @param scheduled all workers of the new attempt had registered
 * @param restored all tasks had loaded their state
 * @param replayed all heads had processed what the loop log of the snapshot held
 * @param firstRecord the first record of the new attempt was processed
 */
public record RecoveryMillis(
        @Nullable Long detected,
        @Nullable Long fenced,
        @Nullable Long scheduled,
        @Nullable Long restored,
        @Nullable Long replayed,
        @Nullable Long firstRecord) {

    /** A recovery that has reached nothing yet. */
    public static final RecoveryMillis NONE = new RecoveryMillis(null, null, null, null, null, null);
}
