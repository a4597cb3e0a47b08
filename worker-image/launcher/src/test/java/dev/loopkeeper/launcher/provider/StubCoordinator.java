package dev.loopkeeper.launcher.provider;

import dev.loopkeeper.engine.http.CoordinatorView;
import dev.loopkeeper.engine.http.PublishedState;
import dev.loopkeeper.provider.JobPhase;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.SnapshotTotals;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A coordinator of one region that publishes what a test tells it to. */
public final class StubCoordinator implements CoordinatorView {

    public static final String JOB = "rework";

    private final PublishedState states;
    private final BlockingQueue<Observations> observed = new LinkedBlockingQueue<>();

    public StubCoordinator(long epoch) {
        this.states = new PublishedState(ProviderState.starting(JOB, epoch, "claiming"));
    }

    /** A state that wants this many workers of the region's attempt. */
    public static ProviderState state(
            long epoch, long version, int attempt, int workers, RegionPhase phase, @Nullable Verdict verdict) {
        List<WantedWorker> wanted = IntStream.range(0, workers)
                .mapToObj(worker -> WantedWorker.wanted(new WorkerName(JOB, "r0", worker, attempt), 1))
                .toList();
        RegionStatus region =
                new RegionStatus("r0", "leipzig", phase, attempt, attempt - 1, workers, 0, null, null, null);
        return new ProviderState(
                ProviderProtocol.VERSION,
                JOB,
                epoch,
                version,
                "plan",
                epoch,
                "running",
                wanted,
                List.of(region),
                verdict);
    }

    /** What providers have posted, oldest first. */
    public BlockingQueue<Observations> observed() {
        return observed;
    }

    @Override
    public PublishedState states() {
        return states;
    }

    @Override
    public void observe(Observations observations) {
        observed.add(observations);
    }

    @Override
    public String planJson() {
        return "{\"vertices\":[]}";
    }

    @Override
    public JobStatus status() {
        ProviderState state = states.state();
        return new JobStatus(
                ProviderProtocol.VERSION,
                JOB,
                JobPhase.RUNNING,
                state.verdict(),
                state.epoch(),
                state.claim(),
                state.planVersion(),
                null,
                null,
                118L,
                1_000,
                9_000,
                0.5,
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
