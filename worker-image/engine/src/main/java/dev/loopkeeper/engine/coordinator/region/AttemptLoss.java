package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.provider.RegionFailure;
import java.time.Instant;
import java.util.List;

/**
 * How an attempt was lost.
 *
 * @param failure what people are told
 * @param programFailure what the program's own code has failed by, in words that are the same for the same cause; null for every other loss
 * @param diskFull whether a disk without room is to blame
 * @param counted whether it counts against the restart budget (K23)
 * @param lastSign when the lost worker was last heard of, in milliseconds of the coordinator's clock; the time of the loss where nobody was silent
 * @param avoidNodes those that replacements avoid (K2)
 * @param suspect the worker whose end may be behind it; null if there is none
 */
record AttemptLoss(
        RegionFailure failure,
        String programFailure,
        boolean diskFull,
        boolean counted,
        long lastSign,
        List<String> avoidNodes,
        Suspect suspect) {

    /**
     * A worker to which a connection was lost: a symptom, of which its end would be the cause.
     *
     * @param lastSign when it was last heard of
     */
    record Suspect(String worker, String uid, long lastSign) {}

    /** A loss that counts, told by somebody who lives. */
    static AttemptLoss of(String reason, String worker, String message, long now) {
        RegionFailure failure = new RegionFailure(Instant.ofEpochMilli(now), reason, worker, null, null, message, "");
        return new AttemptLoss(failure, null, false, true, now, List.of(), null);
    }

    /** A task's failure, or one of the program's code elsewhere. A full disk is no fault of the program. */
    AttemptLoss by(FailureCause cause) {
        String words = cause.origin().isEmpty() ? failure.message() : cause.origin();
        return new AttemptLoss(
                failure, cause.diskFull() ? null : words, cause.diskFull(), counted, lastSign, avoidNodes, suspect);
    }

    AttemptLoss counted(boolean counts) {
        return new AttemptLoss(failure, programFailure, diskFull, counts, lastSign, avoidNodes, suspect);
    }

    AttemptLoss silentSince(long heard) {
        return new AttemptLoss(failure, programFailure, diskFull, counted, heard, avoidNodes, suspect);
    }

    AttemptLoss avoiding(List<String> nodes) {
        return new AttemptLoss(failure, programFailure, diskFull, counted, lastSign, nodes, suspect);
    }

    AttemptLoss suspecting(Suspect behind) {
        return new AttemptLoss(failure, programFailure, diskFull, counted, lastSign, avoidNodes, behind);
    }

    /** The same, told with what people can do who have met a full disk. */
    AttemptLoss waitingForRoom() {
        String what = failure.message().endsWith(".")
                ? " The job goes on when there is room."
                : "; the job goes on when there is room";
        RegionFailure told = new RegionFailure(
                failure.time(),
                failure.reason(),
                failure.worker(),
                failure.node(),
                failure.exitCode(),
                failure.message() + what,
                failure.logTail());
        return new AttemptLoss(told, programFailure, diskFull, counted, lastSign, avoidNodes, suspect);
    }
}
