package dev.loopkeeper.operator.status;

import dev.loopkeeper.crds.v1alpha1.CoordinatorStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.operator.decide.SelfSuspicion;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a job stands, in one word. */
final class PhaseOf {

    private PhaseOf() {}

    static JobPhase of(Observation seen) {
        RunView run = seen.run().orElse(null);
        boolean suspend = seen.job().spec().suspend();
        if (run == null) {
            return suspend ? JobPhase.SUSPENDED : JobPhase.PENDING;
        }
        RunEnd end = run.end();
        if (end != null) {
            return switch (end.outcome()) {
                case SUCCEEDED -> JobPhase.SUCCEEDED;
                case FAILED -> JobPhase.FAILED;
                case SUSPENDED, ABANDONED -> suspend ? suspended(seen) : JobPhase.STARTING;
            };
        }
        if (run.stopping()) {
            return JobPhase.SUSPENDING;
        }
        return running(seen, run);
    }

    /** Only when its pods are away. */
    private static JobPhase suspended(Observation seen) {
        return seen.ownPods().stream().anyMatch(PodView::mayRun) ? JobPhase.SUSPENDING : JobPhase.SUSPENDED;
    }

    private static JobPhase running(Observation seen, RunView run) {
        Optional<ProviderState> state = state(seen);
        JobPhase before = before(seen, run);
        if (state.isPresent()) {
            JobPhase now = of(state.get().regions());
            boolean goesOn = before == JobPhase.RECOVERING || (before == JobPhase.RUNNING && takesOver(seen));
            return now == JobPhase.STARTING && goesOn ? JobPhase.RECOVERING : now;
        }
        if (before == JobPhase.PENDING) {
            return JobPhase.STARTING;
        }
        // A new operator process, which has not heard the coordinator yet, knows no better than the one before it.
        // One that doubts its own ears does not either (K5).
        boolean knowsNoBetter = seen.coordinator()
                .filter(pod -> pod.phase() == PodPhase.RUNNING && !pod.terminating())
                .filter(pod ->
                        seen.stream(pod).map(StreamView::heardAt).isEmpty() || SelfSuspicion.suspects(seen.fleet()))
                .isPresent();
        boolean ran = before == JobPhase.RUNNING || before == JobPhase.RECOVERING;
        return knowsNoBetter || !ran ? before : JobPhase.RECOVERING;
    }

    /** Whether the coordinator is another than that of the status: it counts from zero and waits for workers that run, which is no start. */
    private static boolean takesOver(Observation seen) {
        Long written = Optional.ofNullable(seen.job().status())
                .map(IterativeJobStatus::coordinator)
                .map(CoordinatorStatus::epoch)
                .orElse(null);
        return written != null
                && seen.coordinator().filter(pod -> pod.epoch() != written).isPresent();
    }

    /** What was written of the same run. */
    private static JobPhase before(Observation seen, RunView run) {
        IterativeJobStatus status = seen.job().status();
        if (status == null || status.run() == null || status.phase() == null) {
            return JobPhase.PENDING;
        }
        Long number = status.run().number();
        boolean going = status.phase() == JobPhase.STARTING
                || status.phase() == JobPhase.RUNNING
                || status.phase() == JobPhase.RECOVERING;
        return number != null && number == run.number() && going ? status.phase() : JobPhase.PENDING;
    }

    /** What the present coordinator says, if it owns the job and is not silent. */
    static Optional<ProviderState> state(Observation seen) {
        Duration timeout = seen.job().spec().recovery().coordinatorSilence();
        return seen.coordinator()
                .flatMap(seen::stream)
                .filter(stream -> stream.heardAt() != null
                        && Duration.between(stream.heardAt(), seen.now()).compareTo(timeout) <= 0)
                .map(StreamView::state)
                .filter(ProviderState::claimed);
    }

    private static JobPhase of(List<RegionStatus> regions) {
        boolean recovering = regions.stream()
                .anyMatch(region ->
                        region.phase() == RegionPhase.RECOVERING || (region.restarts() > 0 && comes(region.phase())));
        if (recovering) {
            return JobPhase.RECOVERING;
        }
        boolean starting = regions.isEmpty()
                || regions.stream().anyMatch(region -> comes(region.phase()))
                || regions.stream().allMatch(region -> region.phase() == RegionPhase.PENDING);
        return starting ? JobPhase.STARTING : JobPhase.RUNNING;
    }

    private static boolean comes(RegionPhase phase) {
        return phase == RegionPhase.SCHEDULING || phase == RegionPhase.RESTORING;
    }
}
