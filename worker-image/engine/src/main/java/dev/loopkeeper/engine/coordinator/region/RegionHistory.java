package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.restart.RecoveryClock;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionFailure;
import java.util.ArrayList;
import java.util.List;

/** What people are told of a region's past: its last failure, how often it was restarted, and how long each recovery took. */
final class RegionHistory {

    private final String region;
    private final List<Recovery> recoveries = new ArrayList<>();
    private RecoveryClock clock;
    private boolean recovering;
    private int restarts;
    private RegionFailure lastFailure;

    RegionHistory(String region) {
        this.region = region;
    }

    /** A start that no failure has led to. */
    void starts(long now) {
        clock = new RecoveryClock(now);
    }

    /** An attempt is lost, and its recovery begins. */
    void failed(AttemptLoss loss, int attempt, long now) {
        close(attempt);
        lastFailure = loss.failure();
        recovering = true;
        clock = new RecoveryClock(loss.lastSign());
        clock.detected(now);
    }

    /** It is to have another attempt. */
    void restarts() {
        restarts++;
    }

    /**
     * The last loss has a cause that was not known when it was declared.
     *
     * @param lastSign when the worker that is the cause was last heard of
     */
    void explained(RegionFailure cause, long lastSign) {
        lastFailure = cause;
        if (recovering) {
            clock.lastSign(lastSign);
        }
    }

    /** The clock of the start under way or of the last one. */
    RecoveryClock clock() {
        return clock;
    }

    /** The region works again, or will not any more. */
    void close(int attempt) {
        if (recovering) {
            recovering = false;
            recoveries.add(clock.recovery(region, attempt));
        }
    }

    /** Those that are over, oldest first. */
    List<Recovery> recoveries() {
        return recoveries;
    }

    /** The recovery under way, or the last one; null if there was none. */
    Recovery lastRecovery(int attempt) {
        if (recovering) {
            return clock.recovery(region, attempt);
        }
        return recoveries.isEmpty() ? null : recoveries.getLast();
    }

    int restartCount() {
        return restarts;
    }

    /** Null while nothing has failed. */
    RegionFailure lastFailure() {
        return lastFailure;
    }
}
