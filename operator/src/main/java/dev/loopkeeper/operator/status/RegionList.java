package dev.loopkeeper.operator.status;

import dev.loopkeeper.crds.v1alpha1.RecoveryMillis;
import dev.loopkeeper.crds.v1alpha1.RegionFailureStatus;
import dev.loopkeeper.crds.v1alpha1.RegionPhase;
import dev.loopkeeper.crds.v1alpha1.RegionRecoveryStatus;
import dev.loopkeeper.crds.v1alpha1.RegionSnapshotStatus;
import dev.loopkeeper.crds.v1alpha1.RegionStatus;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A job's regions in its status: those in trouble first, and no more than fit (K22). */
final class RegionList {

    /** The most that the status holds. */
    static final int MOST = 64;

    private static final int LONGEST_MESSAGE = 1024;
    private static final int LONGEST_TAIL = 2048;
    private static final int LONGEST_TITLE = 256;

    private static final List<RegionPhase> WORST_FIRST = List.of(
            RegionPhase.FAILED,
            RegionPhase.SCHEDULING,
            RegionPhase.RESTORING,
            RegionPhase.WAITING,
            RegionPhase.STOPPING,
            RegionPhase.RUNNING,
            RegionPhase.STOPPED,
            RegionPhase.FINISHED);

    private RegionList() {}

    /**
     * @param told what was written of the same run's regions: a coordinator that takes over does not know how they failed and recovered before it
     */
    static List<RegionStatus> of(List<dev.loopkeeper.provider.RegionStatus> regions, List<RegionStatus> told) {
        Map<String, RegionStatus> before =
                told.stream().collect(Collectors.toMap(RegionStatus::name, Function.identity(), (first, _) -> first));
        return regions.stream()
                .map(region -> region(region, before.get(region.name())))
                .sorted(Comparator.comparingInt((RegionStatus region) -> WORST_FIRST.indexOf(region.phase()))
                        .thenComparing((RegionStatus region) -> -orZero(region.restarts()))
                        .thenComparingInt(region -> region.name().length())
                        .thenComparing(RegionStatus::name))
                .limit(MOST)
                .toList();
    }

    /** As they were written of an earlier run, whose failures and recoveries are not the present one's. */
    static List<RegionStatus> ofEarlierRun(List<RegionStatus> regions) {
        return regions.stream()
                .map(region -> new RegionStatus(
                        region.name(),
                        region.title(),
                        region.phase(),
                        region.attempt(),
                        region.restarts(),
                        region.workers(),
                        region.workersReady(),
                        region.lastSnapshot(),
                        null,
                        null))
                .toList();
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private static RegionStatus region(dev.loopkeeper.provider.RegionStatus region, @Nullable RegionStatus before) {
        RegionSnapshot snapshot = region.lastSnapshot();
        Recovery recovery = region.lastRecovery();
        RegionFailure failure = region.lastFailure();
        return new RegionStatus(
                region.name(),
                beginning(region.title(), LONGEST_TITLE),
                phase(region.phase()),
                (long) region.attempt(),
                (long) region.restarts(),
                region.workers(),
                region.workersReady(),
                snapshot == null ? null : new RegionSnapshotStatus(snapshot.id(), snapshot.time()),
                failure != null ? failure(failure) : before == null ? null : before.lastFailure(),
                recovery != null ? recovery(recovery) : before == null ? null : before.lastRecovery());
    }

    private static RegionPhase phase(dev.loopkeeper.provider.RegionPhase phase) {
        return switch (phase) {
            case PENDING, RECOVERING -> RegionPhase.WAITING;
            case SCHEDULING -> RegionPhase.SCHEDULING;
            case RESTORING -> RegionPhase.RESTORING;
            case RUNNING -> RegionPhase.RUNNING;
            case STOPPING -> RegionPhase.STOPPING;
            case STOPPED -> RegionPhase.STOPPED;
            case FINISHED -> RegionPhase.FINISHED;
            case FAILED -> RegionPhase.FAILED;
        };
    }

    private static RegionFailureStatus failure(RegionFailure failure) {
        return new RegionFailureStatus(
                failure.time(),
                failure.reason(),
                failure.worker(),
                failure.node(),
                failure.exitCode(),
                beginning(failure.message(), LONGEST_MESSAGE),
                end(failure.logTail(), LONGEST_TAIL));
    }

    private static RegionRecoveryStatus recovery(Recovery recovery) {
        var millis = recovery.millis();
        return new RegionRecoveryStatus(
                (long) recovery.attempt(),
                new RecoveryMillis(
                        millis.detected(), millis.fenced(), millis.scheduled(), millis.restored(), millis.replayed()));
    }

    private static String beginning(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit);
    }

    private static String end(String text, int limit) {
        return text.length() <= limit ? text : text.substring(text.length() - limit);
    }
}
