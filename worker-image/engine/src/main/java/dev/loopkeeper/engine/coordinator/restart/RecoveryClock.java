package dev.loopkeeper.engine.coordinator.restart;

import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RecoveryMillis;
import java.time.Instant;

/** When a start of a region reached each of its phases, in milliseconds since what began it. */
public final class RecoveryClock {

    private final long begun;
    private Long detected;
    private Long fenced;
    private Long scheduled;
    private Long restored;
    private Long replayed;
    private Long firstRecord;

    /** @param begun when the loss happened, as far as is known; for a first start, when it began */
    public RecoveryClock(long begun) {
        this.begun = begun;
    }

    public void detected(long now) {
        detected = now - begun;
    }

    public void fenced(long now) {
        fenced = now - begun;
    }

    public void scheduled(long now) {
        scheduled = now - begun;
    }

    public void restored(long now) {
        restored = now - begun;
    }

    /** Returns whether that was the last phase. */
    public boolean replayed(long now) {
        if (replayed != null) {
            return false;
        }
        replayed = now - begun;
        return firstRecord != null;
    }

    /** Returns whether that was the last phase: what is replayed begins with a first record. */
    public boolean firstRecord(long now) {
        if (firstRecord != null) {
            return false;
        }
        firstRecord = now - begun;
        return replayed != null;
    }

    public Recovery recovery(String region, int attempt) {
        return new Recovery(
                region,
                attempt,
                Instant.ofEpochMilli(begun),
                new RecoveryMillis(detected, fenced, scheduled, restored, replayed, firstRecord));
    }
}
