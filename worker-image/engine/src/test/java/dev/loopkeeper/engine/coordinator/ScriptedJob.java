package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.NodeHint;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.SnapshotRequest;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WorkerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A job's coordinator between a store and workers that a test speaks for, in a time that passes when the test says so. Every region has one
 * worker; its heartbeats are sent by themselves unless it is silenced.
 */
final class ScriptedJob {

    static final String NAME = "job";
    static final long SNAPSHOT_INTERVAL = 1_000;
    static final long HEARTBEAT_TIMEOUT = 1_000;
    static final RestartStrategy RESTART = new RestartStrategy.ExponentialDelay(0, 10, 100, 2, 0);

    private static final long HEARTBEAT = 100;

    private final Plan plan;
    private final JobCoordinator core;
    private final ScriptedTime time = new ScriptedTime();
    private final ScriptedPorts ports;
    private final Map<Seat, String> workers = new HashMap<>();
    private boolean silent;
    private String node = "";

    /** A worker's place in a region. */
    private record Seat(int region, int index) {}

    ScriptedJob(Program program, int parallelism, boolean wholeJob, ObjectStore store) {
        this(program, parallelism, wholeJob, false, store);
    }

    ScriptedJob(Program program, int parallelism, boolean wholeJob, boolean repeatOutput, ObjectStore store) {
        this(1, program, parallelism, wholeJob, repeatOutput, store);
    }

    /** Whose regions have a worker for each task index. */
    static ScriptedJob ofManyWorkers(Program program, int parallelism, RestartStrategy restart, ObjectStore store) {
        return new ScriptedJob(1, program, parallelism, 1, false, false, restart, store);
    }

    ScriptedJob(long run, Program program, int parallelism, boolean wholeJob, boolean repeatOutput, ObjectStore store) {
        this(run, program, parallelism, parallelism, wholeJob, repeatOutput, RESTART, store);
    }

    private ScriptedJob(
            long run,
            Program program,
            int parallelism,
            int slotsPerWorker,
            boolean wholeJob,
            boolean repeatOutput,
            RestartStrategy restart,
            ObjectStore store) {
        this.ports = new ScriptedPorts(store, time);
        this.plan = Planner.plan(program, Map.of(), parallelism);
        JobSettings settings = new JobSettings(
                NAME,
                "uid",
                run,
                slotsPerWorker,
                SNAPSHOT_INTERVAL,
                60_000,
                2,
                3,
                HEARTBEAT_TIMEOUT,
                60_000,
                4,
                wholeJob,
                repeatOutput,
                restart);
        this.core = new JobCoordinator(plan, unused -> plan, settings, ports);
    }

    /** What it goes on from; to be said before the start. */
    ScriptedJob startsFrom(RestoreOrigin other) {
        ports.startsFrom(other);
        return this;
    }

    // Time

    void start() {
        core.start();
        time.after(HEARTBEAT, this::heartbeats);
    }

    /** Lets time pass. */
    void pass(long millis) {
        time.pass(millis);
    }

    /** The process stands still: what is due in the meantime happens after it, what workers say last of all. */
    void standStill(long millis) {
        silent = true;
        time.pass(1);
        time.jump(millis);
        silent = false;
    }

    private void heartbeats() {
        if (!silent) {
            List.copyOf(workers.values())
                    .forEach(worker -> core.message(worker, new WorkerMessage.Heartbeat(Map.of())));
        }
        time.after(HEARTBEAT, this::heartbeats);
    }

    // Workers

    /** Where workers register from now on; on no node that has a name, unless this is said. */
    ScriptedJob on(String name) {
        node = name;
        return this;
    }

    /** Registers the worker of a region's attempt. */
    String register(int region, int attempt, boolean running) {
        return register(region, attempt, running, plan.physicalHash());
    }

    String register(int region, int attempt, boolean running, String planHash) {
        return register(region, 0, attempt, running, planHash);
    }

    private String register(int region, int index, int attempt, boolean running, String planHash) {
        String worker = new WorkerName(NAME, plan.region(region).name(), index, attempt).toString();
        workers.put(new Seat(region, index), worker);
        core.message(
                worker,
                new WorkerMessage.Register(
                        worker, region, index, attempt, "uid-" + worker, node, "host:1", planHash, running));
        return worker;
    }

    /** Registers the worker of a region's attempt and brings all its tasks to run. */
    String run(int region, int attempt) {
        String worker = register(region, attempt, false);
        pass(10);
        core.message(worker, new WorkerMessage.Ready());
        pass(10);
        return worker;
    }

    /** The same for a region of several workers. */
    void runAll(int region, int count, int attempt) {
        for (int index = 0; index < count; index++) {
            register(region, index, attempt, false, plan.physicalHash());
        }
        pass(10);
        for (int index = 0; index < count; index++) {
            core.message(workers.get(new Seat(region, index)), new WorkerMessage.Ready());
        }
        pass(10);
    }

    void lose(int region) {
        lose(region, 0);
    }

    /** One of a region's workers falls silent. */
    void lose(int region, int index) {
        workers.remove(new Seat(region, index));
    }

    void report(int region, TaskReport report) {
        core.message(workers.get(new Seat(region, 0)), new WorkerMessage.Report(report));
    }

    /** All tasks of a region acknowledge a snapshot; its sinks list some transactions. */
    void acknowledge(int region, SnapshotId snapshot, String... transactions) {
        acknowledge(region, snapshot, null, transactions);
    }

    /** The same; if a chunk is given, every task names it. */
    void acknowledge(int region, SnapshotId snapshot, ChunkRef chunk, String... transactions) {
        for (TaskId task : plan.region(region).tasks()) {
            List<OperatorPart> parts = new ArrayList<>();
            plan.vertex(task.vertex()).operators().stream()
                    .filter(operator -> operator.name().equals("sink"))
                    .forEach(operator ->
                            parts.add(new OperatorPart.Transactions(operator.name(), List.of(transactions))));
            String entry = plan.vertex(task.vertex()).entry().name();
            if (chunk != null) {
                parts.add(new OperatorPart.Keyed(entry, List.of(new KeyGroupPart(0, List.of(chunk)))));
            }
            report(
                    region,
                    new TaskReport.Acknowledged(
                            task, snapshot, new TaskPart(entry, task.index(), false, null, parts), 0));
        }
    }

    void stop(StopRequest request) {
        core.observe(new Observations(ProviderProtocol.VERSION, 1, 1, List.of(), List.of(), false, request));
    }

    /** The provider tells of workers. */
    void observe(ObservedWorker... observed) {
        core.observe(new Observations(ProviderProtocol.VERSION, 1, 1, List.of(observed), List.of(), false, null));
    }

    /** The provider has heard no good of a node, while it wants these settings. */
    void suspect(String node, LiveSettings settings) {
        NodeHint hint = new NodeHint(node, false, "NotReady");
        core.observe(new Observations(ProviderProtocol.VERSION, 1, 1, List.of(), List.of(hint), false, null)
                .withSettings(settings));
    }

    /** What the provider wants of a job that goes on; null for nothing. */
    void wish(LiveSettings settings, String snapshotToken) {
        core.observe(new Observations(ProviderProtocol.VERSION, 1, 1, List.of(), List.of(), false, null)
                .withSettings(settings)
                .withSnapshot(snapshotToken == null ? null : new SnapshotRequest(snapshotToken)));
    }

    // What the coordinator has said

    JobCoordinator core() {
        return core;
    }

    Region region(int index) {
        return plan.region(index);
    }

    Plan plan() {
        return plan;
    }

    long now() {
        return time.now();
    }

    /** The last snapshot that a worker was asked for. */
    SnapshotId triggered(String worker) {
        return commands(worker, TaskCommand.Trigger.class).getLast().snapshot();
    }

    <C extends TaskCommand> List<C> commands(String worker, Class<C> kind) {
        return ports.commands(worker, kind);
    }

    <M extends CoordinatorMessage> List<M> messages(String worker, Class<M> kind) {
        return ports.messages(worker, kind);
    }

    List<String> events() {
        return ports.events();
    }

    Verdict verdict() {
        return ports.verdict();
    }

    String refusal() {
        return ports.refusal();
    }

    String fence() {
        return ports.fence();
    }

    int startedFromNothing() {
        return ports.startedFromNothing();
    }
}
