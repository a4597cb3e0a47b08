package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.SnapshotRequest;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedState;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerPhase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The provider of a simulated cluster: keeps a coordinator, and worker processes as the coordinator wants them, and tells it what it sees of them.
 */
final class SimulatedProvider {

    private final SimulatedCluster cluster;
    private final VirtualTime time;
    private final JobSettings settings;
    private final Map<String, SimulatedWorker> workers = new LinkedHashMap<>();
    private final Map<String, ObservedWorker> ended = new LinkedHashMap<>();
    private SimulatedCoordinator coordinator;
    private StopRequest stop;
    private LiveSettings changed;
    private SnapshotRequest request;
    private int requests;
    private Verdict verdict;
    private String refusal;
    private long epochs;
    private long uids;

    SimulatedProvider(SimulatedCluster cluster, VirtualTime time, JobSettings settings) {
        this.cluster = cluster;
        this.time = time;
        this.settings = settings;
    }

    /** The coordinator that it holds to be the one; null before the first. */
    SimulatedCoordinator coordinator() {
        return coordinator;
    }

    /** The worker processes that are there, in the order in which they were started. */
    List<SimulatedWorker> workers() {
        return List.copyOf(workers.values());
    }

    void startCoordinator() {
        coordinator = new SimulatedCoordinator(cluster, ++epochs);
        cluster.log("coordinator of epoch " + epochs + " starts");
        coordinator.start();
        watch(coordinator);
    }

    /** The provider reads the coordinator's stream; one that is silent for too long is replaced, and lives on as a zombie. */
    private void watch(SimulatedCoordinator watched) {
        long[] silentSince = {-1};
        time.after(200, new Runnable() {
            @Override
            public void run() {
                if (coordinator != watched || verdict != null) {
                    return;
                }
                boolean silent = !watched.reachable();
                silentSince[0] = !silent ? -1 : silentSince[0] < 0 ? time.now() : silentSince[0];
                if (silent && time.now() - silentSince[0] >= settings.heartbeatTimeoutMillis()) {
                    for (SimulatedWorker worker : workers()) {
                        time.after(time.delay(200), () -> {
                            if (worker.connectedTo() == watched) {
                                worker.disconnect();
                            }
                        });
                    }
                    startCoordinator();
                } else {
                    observe();
                    time.after(200, this);
                }
            }
        });
    }

    // What coordinators say

    void coordinatorEnded(SimulatedCoordinator ending) {
        if (ending == coordinator && verdict == null) {
            time.after(50 + time.delay(50), () -> {
                if (ending == coordinator && verdict == null) {
                    startCoordinator();
                }
            });
        }
    }

    void changed(SimulatedCoordinator from) {
        time.after(time.delay(10), () -> {
            if (from == coordinator && from.reachable()) {
                reconcile(from);
            }
        });
    }

    private void reconcile(SimulatedCoordinator from) {
        if (from.core().claim() == 0 || verdict != null) {
            return;
        }
        Map<String, WantedWorker> wanted = new LinkedHashMap<>();
        Map<String, Integer> attempts = new HashMap<>();
        for (WantedWorker worker : from.core().wanted()) {
            wanted.put(worker.name(), worker);
            attempts.put(worker.region(), worker.attempt());
        }
        for (SimulatedWorker worker : workers()) {
            Integer attempt = attempts.get(worker.wanted().region());
            if (!wanted.containsKey(worker.name())
                    && attempt != null
                    && attempt > worker.wanted().attempt()) {
                // Takes its time to die: until then it is a zombie of a lower attempt.
                time.after(time.delay(30), worker::kill);
            }
        }
        for (WantedWorker entry : wanted.values()) {
            if (entry.state() == WantedState.WANTED
                    && !workers.containsKey(entry.name())
                    && !ended.containsKey(entry.name())) {
                SimulatedWorker worker = new SimulatedWorker(cluster, entry, "uid-" + ++uids);
                workers.put(entry.name(), worker);
            }
        }
    }

    void workerDied(SimulatedWorker worker) {
        workers.remove(worker.name());
        ended.put(
                worker.name(),
                new ObservedWorker(
                        worker.name(), worker.uid(), null, WorkerPhase.FAILED, "Killed", 137, "killed", "", false));
        for (SimulatedWorker peer : workers()) {
            if (peer.wanted().region().equals(worker.wanted().region())
                    && peer.wanted().attempt() == worker.wanted().attempt()) {
                time.after(time.delay(10), () -> peer.peerLost(worker));
            }
        }
        time.after(time.delay(30), this::observe);
    }

    private void observe() {
        SimulatedCoordinator to = coordinator;
        if (to == null || verdict != null) {
            return;
        }
        List<ObservedWorker> observed = new ArrayList<>(ended.values());
        workers.values().forEach(worker -> observed.add(ObservedWorker.running(worker.name(), worker.uid(), null)));
        to.observe(new Observations(ProviderProtocol.VERSION, to.epoch(), 1, observed, List.of(), false, stop)
                .withSettings(changed)
                .withSnapshot(request));
    }

    // What people want

    /** The provider wants a snapshot of every region, now. */
    void requestSnapshot() {
        request = new SnapshotRequest("token " + ++requests);
        cluster.log("a snapshot is asked for: " + request.token());
        observe();
    }

    /** Someone changes the settings of the running job (K17). */
    void changeSettings() {
        changed = new LiveSettings(
                20L + time.random().nextInt(200),
                200L + time.random().nextInt(2_000),
                1 + time.random().nextInt(4),
                null,
                null,
                null,
                1 + time.random().nextInt(3),
                time.random().nextInt(4) == 0,
                null,
                null);
        observe();
    }

    void requestStop(StopRequest request) {
        stop = request;
        observe();
    }

    void ended(SimulatedCoordinator from, Verdict end) {
        if (from == coordinator && verdict == null) {
            verdict = end;
        }
    }

    void refused(String reason) {
        refusal = reason;
    }

    /** Everything of it dies, for good: another job goes on from its snapshots. */
    void abandon() {
        if (verdict == null && refusal == null) {
            cluster.log("the job is abandoned");
            verdict = new Verdict(Verdict.Outcome.SUSPENDED, "abandoned", null);
            killAll();
        }
    }

    Verdict verdict() {
        return verdict;
    }

    String refusal() {
        return refusal;
    }

    void killAll() {
        workers().forEach(SimulatedWorker::kill);
        if (coordinator != null) {
            coordinator.kill();
        }
    }
}
