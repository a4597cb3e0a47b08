package dev.loopkeeper.engine.http;

import dev.loopkeeper.provider.JobPhase;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.SnapshotTotals;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A coordinator that publishes what a test tells it to. */
final class StubCoordinator implements CoordinatorView {

    static final String JOB = "rework";

    final PublishedState states = new PublishedState(ProviderState.starting(JOB, 3, "claiming: store unreachable"));
    final BlockingQueue<Observations> observed = new LinkedBlockingQueue<>();
    volatile boolean ready = true;
    volatile @Nullable RuntimeException failure;

    /** A claimed state that wants this many workers of one region. */
    static ProviderState claimed(long version, int workers) {
        List<WantedWorker> wanted = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            wanted.add(WantedWorker.wanted(new WorkerName(JOB, "r0", i, 1), 2));
        }
        RegionStatus region =
                new RegionStatus("r0", "leipzig", RegionPhase.SCHEDULING, 1, 0, workers, 0, null, null, null);
        return new ProviderState(
                ProviderProtocol.VERSION, JOB, 3, version, "abc", 9, "running", wanted, List.of(region), null);
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
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return new JobStatus(
                ProviderProtocol.VERSION,
                JOB,
                JobPhase.RUNNING,
                null,
                3,
                9,
                "abc",
                null,
                null,
                118L,
                1_000,
                9_000,
                0.5,
                0,
                SnapshotTotals.NONE,
                0,
                states.state().regions(),
                List.of(),
                List.of());
    }

    @Override
    public String metrics() {
        return "loopkeeper_restarts_total 0\n";
    }

    @Override
    public boolean ready() {
        return ready;
    }
}
