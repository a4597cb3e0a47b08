package dev.loopkeeper.operator.status;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.RegionFailureStatus;
import dev.loopkeeper.crds.v1alpha1.RegionRecoveryStatus;
import dev.loopkeeper.crds.v1alpha1.RegionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a status is written: what changed in kind or has failed or recovered at once, mere progress at most every ten seconds, and nothing that is the same (K22). */
public final class StatusWrite {

    /** Between two writes of mere progress. */
    public static final Duration PROGRESS = Duration.ofSeconds(10);

    private StatusWrite() {}

    /**
     * Whether it is written now.
     *
     * @param before what stands there; null if nothing does
     * @param writtenAt when this process last wrote it; null if it never did
     */
    public static boolean due(
            @Nullable IterativeJobStatus before, IterativeJobStatus now, @Nullable Instant writtenAt, Instant time) {
        if (before == null) {
            return true;
        }
        if (before.equals(now)) {
            return false;
        }
        boolean rested = writtenAt == null
                || !Duration.between(writtenAt, time).minus(PROGRESS).isNegative();
        return rested || !sameInKind(before, now);
    }

    private static boolean sameInKind(IterativeJobStatus before, IterativeJobStatus now) {
        return Objects.equals(before.observedGeneration(), now.observedGeneration())
                && before.phase() == now.phase()
                && Objects.equals(before.parallelism(), now.parallelism())
                && Objects.equals(before.regionsReady(), now.regionsReady())
                && Objects.equals(before.run(), now.run())
                && Objects.equals(before.coordinator(), now.coordinator())
                && Objects.equals(before.finishedAt(), now.finishedAt())
                && Objects.equals(before.requestedSnapshot(), now.requestedSnapshot())
                && conditions(before).equals(conditions(now))
                && regions(before).equals(regions(now));
    }

    private static List<String> conditions(IterativeJobStatus status) {
        List<Condition> conditions = status.conditions();
        return conditions == null
                ? List.of()
                : conditions.stream()
                        .map(condition -> condition.type()
                                + condition.status()
                                + condition.reason()
                                + condition.observedGeneration())
                        .toList();
    }

    private static List<String> regions(IterativeJobStatus status) {
        List<RegionStatus> regions = status.regions();
        return regions == null
                ? List.of()
                : regions.stream()
                        .map(region ->
                                region.name() + region.phase() + region.attempt() + failure(region) + recovery(region))
                        .toList();
    }

    private static String failure(RegionStatus region) {
        RegionFailureStatus failure = region.lastFailure();
        return failure == null ? "" : failure.time() + failure.reason() + failure.pod();
    }

    /** Its last one, if that is over: its phases one by one are progress. */
    private static String recovery(RegionStatus region) {
        RegionRecoveryStatus recovery = region.lastRecovery();
        if (recovery == null || recovery.millis() == null || recovery.millis().caughtUp() == null) {
            return "";
        }
        return recovery.toString();
    }
}
