package dev.loopkeeper.engine.coordinator.restart;

import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RecoveryMillis;
import java.time.Instant;

/** When a start of a region reached each of its phases. Times are milliseconds of the coordinator's clock. */
public final class RecoveryClock {

    private long begun;
    private Long detected;
    private Long fenced;
    private Long scheduled;
    private Long restored;
    private Long replayed;
    private Long firstRecord;

    /** @param begun for a recovery, the last sign of life of who was lost; for a first start, when it began */
    public RecoveryClock(long begun) {
        this.begun = begun;
    }

    /** Another worker was lost than it was thought to be: all phases count from its last sign of life, if that is earlier. */
    public void lastSign(long time) {
        begun = Math.min(begun, time);
    }

    public void detected(long now) {
        detected = now;
    }

    public void fenced(long now) {
        fenced = now;
    }

    public void scheduled(long now) {
        scheduled = now;
    }

    public void restored(long now) {
        restored = now;
    }

    /** Returns whether that was the last phase. */
    public boolean replayed(long now) {
        if (replayed != null) {
            return false;
        }
        replayed = now;
        return firstRecord != null;
    }

    /** Returns whether that was the last phase: what is replayed begins with a first record. */
    public boolean firstRecord(long now) {
        if (firstRecord != null) {
            return false;
        }
        firstRecord = now;
        return replayed != null;
    }

    public Recovery recovery(String region, int attempt) {
        return new Recovery(
                region,
                attempt,
                Instant.ofEpochMilli(detected == null ? begun : detected),
                new RecoveryMillis(
                        since(detected),
                        since(fenced),
                        since(scheduled),
                        since(restored),
                        since(replayed),
                        since(firstRecord)));
    }

    private Long since(Long time) {
        return time == null ? null : time - begun;
    }
}
