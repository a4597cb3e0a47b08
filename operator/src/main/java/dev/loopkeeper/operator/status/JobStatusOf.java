package dev.loopkeeper.operator.status;

import dev.loopkeeper.crds.v1alpha1.CoordinatorStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.crds.v1alpha1.LastSnapshotStatus;
import dev.loopkeeper.crds.v1alpha1.RequestedSnapshotStatus;
import dev.loopkeeper.crds.v1alpha1.RunStatus;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionSnapshot;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.RequestedSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A job's status: a pure function of what is observed, what stands in the way, and what was written before (K21, K22). */
public final class JobStatusOf {

    private final Observation seen;
    private final @Nullable IterativeJobStatus before;
    private final @Nullable ProviderState state;
    private final JobPhase phase;

    private JobStatusOf(Observation seen) {
        this.seen = seen;
        this.before = seen.job().status();
        this.phase = PhaseOf.of(seen);
        this.state = seen.coordinator()
                .flatMap(seen::stream)
                .map(StreamView::state)
                .filter(ProviderState::claimed)
                .orElse(null);
    }

    /** The status to be written, whole. */
    public static IterativeJobStatus of(Observation seen, Trouble trouble) {
        return new JobStatusOf(seen).make(trouble);
    }

    private IterativeJobStatus make(Trouble trouble) {
        RunView run = seen.run().orElse(null);
        RunEnd end = run == null ? null : run.end();
        return new IterativeJobStatus(
                observedGeneration(),
                phase,
                run == null ? null : run.specification().parallelism(),
                Labels.workerSelector(seen.job().name()),
                state == null ? written(IterativeJobStatus::regionsReady) : regionsReady(state.regions()),
                round(),
                restarts(),
                startedAt(),
                end != null && end.isFinal() ? end.time() : null,
                run == null ? null : run(run),
                coordinator(),
                lastSnapshot(),
                requestedSnapshot(),
                state == null
                        ? written(IterativeJobStatus::regionsOmitted)
                        : Integer.valueOf(Math.max(0, state.regions().size() - RegionList.MOST)),
                regions(run),
                Conditions.of(seen, observedGeneration(), phase, trouble, progress()));
    }

    /** A change that waits until the job is paused no more is not acted upon: tools go on to see that it is to come (K21). */
    private Long observedGeneration() {
        Long written = written(IterativeJobStatus::observedGeneration);
        if (seen.job().paused()) {
            return written == null ? Long.valueOf(-1) : written;
        }
        return seen.job().generation();
    }

    private <T> @Nullable T written(Function<IterativeJobStatus, @Nullable T> field) {
        return before == null ? null : field.apply(before);
    }

    private @Nullable List<dev.loopkeeper.crds.v1alpha1.RegionStatus> regions(@Nullable RunView run) {
        List<dev.loopkeeper.crds.v1alpha1.RegionStatus> written = written(IterativeJobStatus::regions);
        RunStatus of = written(IterativeJobStatus::run);
        boolean same = run == null || (of != null && of.number() != null && of.number() == run.number());
        var told = written == null || same ? written : RegionList.ofEarlierRun(written);
        return state == null ? told : RegionList.of(state.regions(), told == null ? List.of() : told);
    }

    private static String regionsReady(List<RegionStatus> regions) {
        long ready = regions.stream().filter(JobStatusOf::ready).count();
        return ready + "/" + regions.size();
    }

    private static boolean ready(RegionStatus region) {
        return region.phase() == RegionPhase.RUNNING || region.phase() == RegionPhase.FINISHED;
    }

    private String progress() {
        if (state == null || state.regions().isEmpty()) {
            return switch (phase) {
                case PENDING -> "nothing of it runs yet";
                case SUSPENDED -> "it stands still";
                default -> "the coordinator is not heard yet";
            };
        }
        return regionsReady(state.regions()).replace("/", " of ") + " regions run";
    }

    private @Nullable Long round() {
        return seen.stream()
                .map(StreamView::progress)
                .map(JobStatus::round)
                .orElseGet(() -> written(IterativeJobStatus::round));
    }

    /**
     * Over all coordinators and runs. What the present coordinator counts comes on top of what was counted before it, never region by region on top of
     * what was written: the status does not hold all regions (K22).
     */
    private Long restarts() {
        long total = orZero(written(IterativeJobStatus::restarts));
        return state == null ? total : Math.max(total, orZero(restartsBefore()) + counted(state));
    }

    /** What was counted before the present coordinator, which counts from zero; null as long as that is not known. */
    private @Nullable Long restartsBefore() {
        long total = orZero(written(IterativeJobStatus::restarts));
        CoordinatorStatus known = written(IterativeJobStatus::coordinator);
        Long epoch = known == null ? null : known.epoch();
        PodView present = seen.coordinator().orElse(null);
        if (known == null || epoch == null || (present != null && present.epoch() != epoch)) {
            return total;
        }
        if (known.restartsBefore() != null) {
            return known.restartsBefore();
        }
        // An earlier operator wrote the total alone.
        return state == null ? null : Long.valueOf(Math.max(0, total - counted(state)));
    }

    private static long counted(ProviderState state) {
        return state.regions().stream().mapToLong(RegionStatus::restarts).sum();
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private @Nullable Instant startedAt() {
        Instant written = written(IterativeJobStatus::startedAt);
        return written == null && phase == JobPhase.RUNNING ? seen.now() : written;
    }

    private static RunStatus run(RunView run) {
        return new RunStatus(
                (long) run.number(), run.generation(), run.image(), run.name(), run.operatorVersion(), run.store());
    }

    /** The highest epoch that was ever used stays, so that none is used twice (K4). */
    private @Nullable CoordinatorStatus coordinator() {
        return seen.coordinator()
                .map(pod -> new CoordinatorStatus(
                        pod.name(),
                        pod.epoch(),
                        state == null || state.claim() == 0 ? null : state.claim(),
                        restartsBefore()))
                .orElseGet(() -> written(IterativeJobStatus::coordinator));
    }

    private @Nullable RequestedSnapshotStatus requestedSnapshot() {
        RequestedSnapshot taken = state == null ? null : state.requestedSnapshot();
        return taken == null
                ? written(IterativeJobStatus::requestedSnapshot)
                : new RequestedSnapshotStatus(taken.token(), taken.time());
    }

    /** The oldest of the regions' newest: what the whole job would lose at most. */
    private @Nullable LastSnapshotStatus lastSnapshot() {
        List<RegionSnapshot> newest = (state == null ? List.<RegionStatus>of() : state.regions())
                .stream()
                        .filter(region -> region.phase() != RegionPhase.FINISHED)
                        .map(RegionStatus::lastSnapshot)
                        .toList();
        boolean complete =
                !newest.isEmpty() && newest.stream().allMatch(snapshot -> snapshot != null && snapshot.time() != null);
        if (!complete) {
            // A run that has none of its own yet goes back to those of the run before.
            return written(IterativeJobStatus::lastSnapshot);
        }
        RegionSnapshot oldest =
                newest.stream().min(Comparator.comparing(RegionSnapshot::time)).orElseThrow();
        return new LastSnapshotStatus(oldest.time(), oldest.bytes(), oldest.millis());
    }
}
