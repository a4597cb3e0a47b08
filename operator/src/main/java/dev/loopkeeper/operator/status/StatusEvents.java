package dev.loopkeeper.operator.status;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.ConditionStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.crds.v1alpha1.RegionFailureStatus;
import dev.loopkeeper.crds.v1alpha1.RegionStatus;
import dev.loopkeeper.crds.v1alpha1.RequestedSnapshotStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is worth telling as an event when a status changes: a pure function. */
public final class StatusEvents {

    private StatusEvents() {}

    /**
     * An event.
     *
     * @param warning whether somebody should look at it
     */
    public record Told(boolean warning, String reason, String message) {}

    public static List<Told> of(@Nullable IterativeJobStatus before, IterativeJobStatus now) {
        List<Told> told = new ArrayList<>();
        JobPhase phase = now.phase();
        if (phase != null && (before == null || before.phase() != phase)) {
            boolean warning = phase == JobPhase.FAILED || phase == JobPhase.RECOVERING;
            String name = phase.name();
            told.add(new Told(
                    warning, name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT), message(now, "Ready")));
        }
        Condition stalled = condition(now, "Stalled");
        if (stalled != null && phase != JobPhase.FAILED && holds(stalled) && !holds(condition(before, "Stalled"))) {
            told.add(new Told(true, stalled.reason(), stalled.message()));
        }
        Condition degraded = condition(now, Conditions.DEGRADED);
        if (degraded != null && snapshotsFail(degraded) && !snapshotsFail(condition(before, Conditions.DEGRADED))) {
            told.add(new Told(true, degraded.reason(), degraded.message()));
        }
        RequestedSnapshotStatus taken = now.requestedSnapshot();
        if (taken != null && (before == null || !taken.equals(before.requestedSnapshot()))) {
            told.add(new Told(
                    false,
                    "SnapshotTaken",
                    "the snapshot asked for by snapshotToken " + taken.token() + " is there, and kept until the next"));
        }
        failures(before, now, told);
        return told;
    }

    private static void failures(@Nullable IterativeJobStatus before, IterativeJobStatus now, List<Told> told) {
        if (now.regions() == null) {
            return;
        }
        for (RegionStatus region : now.regions()) {
            RegionFailureStatus failure = region.lastFailure();
            if (failure != null && !same(failure, lastFailure(before, region.name()))) {
                told.add(new Told(
                        true,
                        "RegionFailed",
                        region.name() + ": " + failure.reason() + " of "
                                + (failure.pod() == null ? "a task" : failure.pod()) + ": " + failure.message()));
            }
        }
    }

    /** Times have whole seconds: two failures may have the same. */
    private static boolean same(RegionFailureStatus failure, @Nullable RegionFailureStatus before) {
        return before != null
                && Objects.equals(failure.time(), before.time())
                && Objects.equals(failure.pod(), before.pod())
                && Objects.equals(failure.reason(), before.reason());
    }

    private static @Nullable RegionFailureStatus lastFailure(@Nullable IterativeJobStatus status, String region) {
        if (status == null || status.regions() == null) {
            return null;
        }
        return status.regions().stream()
                .filter(known -> known.name().equals(region))
                .map(RegionStatus::lastFailure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A job is degraded while it recovers, too: that it goes on to be so for another reason is news. */
    private static boolean snapshotsFail(@Nullable Condition degraded) {
        return degraded != null && holds(degraded) && degraded.reason().equals(Conditions.SNAPSHOTS_FAIL);
    }

    private static boolean holds(@Nullable Condition condition) {
        return condition != null && condition.status() == ConditionStatus.TRUE;
    }

    private static String message(IterativeJobStatus status, String type) {
        Condition condition = condition(status, type);
        return condition == null ? "" : condition.message();
    }

    private static @Nullable Condition condition(@Nullable IterativeJobStatus status, String type) {
        return status == null || status.conditions() == null
                ? null
                : status.conditions().stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst()
                        .orElse(null);
    }
}
