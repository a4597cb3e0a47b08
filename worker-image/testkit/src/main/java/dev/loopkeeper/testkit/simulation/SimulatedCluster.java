package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.store.ObjectStore;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A cluster in one thread: a provider that keeps worker processes as the coordinator wants them, a store, links, and a script of faults; in it the
 * real coordinator, the real workers' core and the real tasks.
 */
final class SimulatedCluster {

    private final Program program;
    private final Map<String, String> parameters;
    private final VirtualTime time;
    private final HeadHistory history;
    private final SimulatedStore store;
    private final JobSettings settings;
    private final SimulatedFiles files;
    private final Map<Integer, Plan> plans = new HashMap<>();
    private final Map<String, SimulatedWorker> workers = new LinkedHashMap<>();
    private final Map<String, SimulatedExchange> exchanges = new HashMap<>();
    private final Map<String, ObservedWorker> ended = new LinkedHashMap<>();
    private final Deque<String> log = new ArrayDeque<>();
    private final int parallelism;
    private final Ground ground;
    private SimulatedCoordinator coordinator;
    private StopRequest stop;
    private LiveSettings changed;
    private SnapshotRequest request;
    private int requests;
    private Verdict verdict;
    private String refusal;
    private long epochs;
    private long uids;
    private int crashes;

    /**
     * What a cluster finds.
     *
     * @param uid the job's
     * @param store with what earlier coordinators of the job have written; null for an empty one
     * @param origin another job's, of which this one goes on; null for none
     */
    record Ground(String uid, SimulatedStore store, SimulatedStore origin) {

        static final Ground NEW = new Ground("first", null, null);
    }

    SimulatedCluster(
            Program program,
            Map<String, String> parameters,
            int parallelism,
            JobSettings settings,
            VirtualTime time,
            Faults faults,
            Ground ground,
            SimulatedFiles files) {
        this.program = program;
        this.parameters = parameters;
        this.parallelism = parallelism;
        this.settings = settings;
        this.time = time;
        this.ground = ground;
        this.history =
                ground.store() == null ? new HeadHistory() : ground.store().history();
        this.store = ground.store() == null ? new SimulatedStore(time, faults, history) : ground.store();
        this.files = files;
    }

    // What its parts use

    VirtualTime time() {
        return time;
    }

    SimulatedStore store() {
        return store;
    }

    HeadHistory history() {
        return history;
    }

    String uid() {
        return ground.uid();
    }

    /** The store of the job that this one goes on from; null if there is none. */
    SimulatedStore originStore() {
        return ground.origin();
    }

    RestoreOrigin origin() {
        return ground.origin() == null
                ? null
                : new RestoreOrigin() {
                    @Override
                    public String address() {
                        return "s3://simulated/other/job";
                    }

                    @Override
                    public ObjectStore open() {
                        return ground.origin();
                    }
                };
    }

    JobSettings settings() {
        return settings;
    }

    Plan plan() {
        return planAt(parallelism);
    }

    Plan planAt(int of) {
        return plans.computeIfAbsent(of, unused -> Planner.plan(program, parameters, of));
    }

    String parameter(String name) {
        return parameters.get(name);
    }

    SimulatedCoordinator coordinator() {
        return coordinator;
    }

    SimulatedExchange exchange(Region region, int attempt, Map<Integer, Integer> workerOfSlot) {
        return exchanges.computeIfAbsent(
                region.name() + "-" + attempt, unused -> new SimulatedExchange(plan(), time, workerOfSlot));
    }

    SourceContext sourceContext() {
        return new SimulatedSourceContext(files, time);
    }

    SinkContext sinkContext(String operator, int taskIndex, Fence fence) {
        return new SimulatedSinkContext(ground.uid(), operator, taskIndex, fence, files);
    }

    void log(String line) {
        log.addLast(time.now() + " " + line);
        if (log.size() > 200) {
            log.removeFirst();
        }
    }

    List<String> logged() {
        return List.copyOf(log);
    }

    // The provider

    void startCoordinator() {
        coordinator = new SimulatedCoordinator(this, ++epochs);
        log("coordinator of epoch " + epochs + " starts");
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
                    for (SimulatedWorker worker : List.copyOf(workers.values())) {
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
        for (SimulatedWorker worker : List.copyOf(workers.values())) {
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
                SimulatedWorker worker = new SimulatedWorker(this, entry, "uid-" + ++uids);
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
        for (SimulatedWorker peer : List.copyOf(workers.values())) {
            if (peer.wanted().region().equals(worker.wanted().region())
                    && peer.wanted().attempt() == worker.wanted().attempt()) {
                time.after(time.delay(10), () -> peer.peerLost(worker.name()));
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

    /** The provider wants a snapshot of every region, now. */
    void requestSnapshot() {
        request = new SnapshotRequest("token " + ++requests);
        log("a snapshot is asked for: " + request.token());
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
            log("the job is abandoned");
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

    // Faults

    int crashes() {
        return crashes;
    }

    void crashWorker() {
        crashWorker(worker -> true);
    }

    /** Kills one of the workers of a region, if there are any. */
    void crashWorkerOf(String region) {
        crashWorker(worker -> worker.wanted().region().equals(region));
    }

    private void crashWorker(Predicate<SimulatedWorker> candidates) {
        List<SimulatedWorker> alive =
                workers.values().stream().filter(candidates).toList();
        if (!alive.isEmpty()) {
            SimulatedWorker victim = alive.get(time.random().nextInt(alive.size()));
            crashes++;
            log("crash of " + victim.name());
            victim.kill();
        }
    }

    void crashCoordinator() {
        if (coordinator != null && coordinator.alive()) {
            crashes++;
            log("crash of the coordinator");
            SimulatedCoordinator victim = coordinator;
            victim.kill();
            coordinatorEnded(victim);
        }
    }

    void freezeCoordinator() {
        if (coordinator != null && coordinator.alive()) {
            log("the coordinator freezes");
            coordinator.freeze(
                    settings.heartbeatTimeoutMillis() + 200 + time.random().nextInt(2_000));
        }
    }

    void breakConnection() {
        List<SimulatedWorker> alive = List.copyOf(workers.values());
        if (!alive.isEmpty()) {
            SimulatedWorker victim = alive.get(time.random().nextInt(alive.size()));
            log("the control connection of " + victim.name() + " breaks");
            victim.disconnect();
        }
    }

    /** Tears or loses an object of some region's newest snapshot; then a worker of the region dies, so that it is read. */
    void damageNewestSnapshot() {
        String head = store.damage().newestSnapshot(time.random());
        if (head != null) {
            log("damage to the newest snapshot of " + head);
            store.history().damaged();
            String region = head.substring(head.indexOf('-') + 1, head.length() - "/head".length());
            time.after(time.delay(20), () -> crashWorkerOf(region));
            if (time.random().nextInt(3) == 0) {
                time.after(time.delay(50), this::crashCoordinator);
            }
        }
    }

    void killAll() {
        List.copyOf(workers.values()).forEach(SimulatedWorker::kill);
        if (coordinator != null) {
            coordinator.kill();
        }
    }
}
