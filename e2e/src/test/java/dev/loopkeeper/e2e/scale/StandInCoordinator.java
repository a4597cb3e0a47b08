package dev.loopkeeper.e2e.scale;

import dev.loopkeeper.engine.http.CoordinatorView;
import dev.loopkeeper.engine.http.PublishedState;
import dev.loopkeeper.provider.JobPhase;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.SnapshotTotals;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import dev.loopkeeper.provider.WorkerPhase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Wants two workers of one region, and calls the region running once both pods run. Safe for all threads. */
final class StandInCoordinator implements CoordinatorView {

    private static final int WORKERS = 2;
    private static final int SLOTS = 1;
    private static final String REGION = WorkerName.region(0);

    private final String job;
    private final long epoch;
    private final int attempt;
    private final Instant startedAt = Instant.now();
    private final PublishedState states;
    private volatile Instant observedAt = Instant.MIN;

    /** @param epoch of its pod; an attempt of its own, so that no name is used twice */
    StandInCoordinator(String job, long epoch) {
        this.job = job;
        this.epoch = epoch;
        this.attempt = (int) epoch;
        this.states = new PublishedState(ProviderState.starting(job, epoch, "claiming"));
        List<WantedWorker> wanted = IntStream.range(0, WORKERS)
                .mapToObj(worker -> WantedWorker.wanted(new WorkerName(job, REGION, worker, attempt), SLOTS))
                .toList();
        states.publish(state(2, wanted, RegionPhase.SCHEDULING));
    }

    private ProviderState state(long version, List<WantedWorker> wanted, RegionPhase phase) {
        return new ProviderState(
                ProviderProtocol.VERSION,
                job,
                epoch,
                version,
                "stand-in",
                epoch,
                "",
                wanted,
                List.of(region(phase)),
                null);
    }

    private RegionStatus region(RegionPhase phase) {
        int ready = phase == RegionPhase.RUNNING ? WORKERS : 0;
        return new RegionStatus(REGION, REGION, phase, attempt, 0, WORKERS, ready, null, null, null);
    }

    boolean running() {
        return states.state().regions().getFirst().phase() == RegionPhase.RUNNING;
    }

    /** When the operator last posted. */
    Instant observedAt() {
        return observedAt;
    }

    @Override
    public PublishedState states() {
        return states;
    }

    @Override
    public synchronized void observe(Observations observations) {
        observedAt = Instant.now();
        Map<String, ObservedWorker> observed = observations.workers().stream()
                .collect(Collectors.toMap(ObservedWorker::name, Function.identity(), (_, last) -> last));
        ProviderState state = states.state();
        List<WantedWorker> wanted = state.wanted().stream()
                .map(worker -> {
                    ObservedWorker seen = observed.get(worker.name());
                    return seen != null && seen.phase() == WorkerPhase.RUNNING ? worker.registered(seen.uid()) : worker;
                })
                .toList();
        if (!wanted.equals(state.wanted())) {
            boolean all = wanted.stream().allMatch(worker -> worker.uid() != null);
            states.publish(state(state.version() + 1, wanted, all ? RegionPhase.RUNNING : RegionPhase.RESTORING));
        }
    }

    @Override
    public String planJson() {
        return "{}";
    }

    @Override
    public JobStatus status() {
        ProviderState state = states.state();
        return new JobStatus(
                ProviderProtocol.VERSION,
                job,
                running() ? JobPhase.RUNNING : JobPhase.STARTING,
                null,
                epoch,
                epoch,
                state.planVersion(),
                startedAt,
                null,
                null,
                0,
                0,
                0,
                0,
                SnapshotTotals.NONE,
                0,
                state.regions(),
                List.of(),
                List.of());
    }

    @Override
    public String metrics() {
        return "";
    }

    @Override
    public boolean ready() {
        return true;
    }
}
