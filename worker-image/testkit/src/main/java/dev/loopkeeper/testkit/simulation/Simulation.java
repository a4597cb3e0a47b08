package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.StoredObject;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Runs a program in a simulated cluster: the engine's own coordinator, workers and tasks, on one thread, in virtual time, under a seed. The same
 * seed gives the same run, faults and all.
 */
public final class Simulation {

    private static final long DEFAULT_EVENT_LIMIT = 1_000_000;

    private final Program program;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final SimulatedFiles files = new SimulatedFiles();
    private final DiskRoom spillRoom = new DiskRoom();
    private int parallelism = 2;
    private int slotsPerWorker = 1;
    private long seed = 1;
    private Faults faults = Faults.NONE;
    private long snapshotIntervalMillis = 100;
    private int retain = 2;
    private boolean repeatOutput;
    private RestartStrategy restart = new RestartStrategy.ExponentialDelay(0, 20, 500, 2, 10);
    private long stopAfterMillis = -1;
    private long eventLimit = DEFAULT_EVENT_LIMIT;
    private int resumeAtParallelism;
    private boolean resumeElsewhere;
    private boolean abandoned;
    private int snapshotRequests;
    private int settingChanges;
    private BiConsumer<String, SimulatedCluster> whenWritten = (key, cluster) -> {};

    private Simulation(Program program) {
        this.program = program;
    }

    public static Simulation of(Program program) {
        return new Simulation(program);
    }

    public Simulation parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** Puts a text file where the program's sources find it. */
    public Simulation file(String path, String content) {
        files.put(path, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public Simulation parallelism(int tasks) {
        parallelism = tasks;
        return this;
    }

    public Simulation slotsPerWorker(int slots) {
        slotsPerWorker = slots;
        return this;
    }

    public Simulation seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    public Simulation faults(Faults newFaults) {
        faults = newFaults;
        return this;
    }

    public Simulation snapshotInterval(long millis) {
        snapshotIntervalMillis = millis;
        return this;
    }

    public Simulation retain(int snapshots) {
        retain = snapshots;
        return this;
    }

    public Simulation restart(RestartStrategy strategy) {
        restart = strategy;
        return this;
    }

    /** Has regions go back behind committed output where their newest snapshot is damaged. */
    public Simulation repeatOutput() {
        repeatOutput = true;
        return this;
    }

    /** How many events a run may take before it counts as one that never ends; 1 million if never said. */
    public Simulation eventLimit(long events) {
        eventLimit = events;
        return this;
    }

    /** Stops the job with a snapshot after a time, and goes on at another parallelism (or the same). */
    public Simulation stopAndResume(long afterMillis, int newParallelism) {
        stopAfterMillis = afterMillis;
        resumeAtParallelism = newParallelism;
        return this;
    }

    /**
     * Ends the job after a time, and goes on with another job that starts from its snapshots (K19).
     *
     * @param killed whether it dies, with whatever is under way; otherwise it is stopped with a snapshot
     */
    public Simulation restoreElsewhere(long afterMillis, int newParallelism, boolean killed) {
        stopAndResume(afterMillis, newParallelism);
        resumeElsewhere = true;
        abandoned = killed;
        return this;
    }

    /** Asks for snapshots, and changes settings of the running job, at times when faults happen too. */
    public Simulation wishes(int requests, int changes) {
        snapshotRequests = requests;
        settingChanges = changes;
        return this;
    }

    /** Does something to the cluster at the very moment at which an object has been written; it is given the key. */
    Simulation whenWritten(BiConsumer<String, SimulatedCluster> action) {
        whenWritten = action;
        return this;
    }

    /** The disks under output that programs write, and those that feedback logs spill to. */
    DiskRoom outputRoom() {
        return files.room();
    }

    DiskRoom spillRoom() {
        return spillRoom;
    }

    private JobSettings settings() {
        return new JobSettings(
                "simulated",
                "of the simulation",
                1,
                slotsPerWorker,
                snapshotIntervalMillis,
                1_500,
                retain,
                5,
                1_000,
                5_000,
                2,
                false,
                repeatOutput,
                restart);
    }

    /** Runs the job to its end. An {@link AssertionError} that names the seed tells of a hang or of something that must never happen. */
    public SimulationResult run() {
        VirtualTime time = new VirtualTime(seed);
        SimulatedCluster cluster = cluster(time, parallelism, SimulatedCluster.Ground.NEW);
        schedule(cluster, time);
        if (stopAfterMillis >= 0) {
            boolean rescalable = resumeAtParallelism != parallelism;
            time.after(stopAfterMillis, () -> {
                if (abandoned) {
                    cluster.provider().abandon();
                } else {
                    cluster.provider().requestStop(new StopRequest("stop", true, rescalable, null, "a test wants it"));
                }
            });
        }
        long begun = time.now();
        SimulatedCluster last = driveRepaired(cluster, time);
        if (last.provider().verdict() != null && last.provider().verdict().outcome() == Verdict.Outcome.SUSPENDED) {
            SimulatedCluster before = last;
            last = driveRepaired(
                    resumeElsewhere ? elsewhere(before, time) : again(before, time, resumeAtParallelism), time);
            if (resumeElsewhere && last.provider().refusal() != null && isDone(before)) {
                // Its verdict was still on its way to the store when the other one began.
                last = driveRepaired(again(before, time, resumeAtParallelism), time);
            }
        }
        last.store().damage().repair();
        List<String> violations = new ArrayList<>(last.store().history().violations());
        violations.addAll(cluster.store().history().violations());
        violations.addAll(SnapshotAudit.audit(last.store()));
        if (!violations.isEmpty()) {
            throw new AssertionError("seed " + seed + ": " + violations + "\n" + String.join("\n", last.logged()));
        }
        return new SimulationResult(
                seed,
                last.provider().verdict(),
                last.provider().refusal(),
                time.now() - begun,
                last,
                files,
                last.logged());
    }

    private SimulatedCluster cluster(VirtualTime time, int tasks, SimulatedCluster.Ground ground) {
        SimulatedCluster made =
                new SimulatedCluster(program, parameters, tasks, settings(), time, faults, ground, files, spillRoom);
        made.store().watch(key -> whenWritten.accept(key, made));
        return made;
    }

    private void schedule(SimulatedCluster cluster, VirtualTime time) {
        time.after(0, cluster.provider()::startCoordinator);
        times(time, faults.workerCrashes(), cluster.accidents()::crashWorker);
        times(time, faults.coordinatorCrashes(), cluster.accidents()::crashCoordinator);
        times(time, faults.coordinatorFreezes(), cluster.accidents()::freezeCoordinator);
        times(time, faults.connectionLosses(), cluster.accidents()::breakConnection);
        times(
                time,
                faults.storeOutages(),
                () -> cluster.store().unavailableFor(50 + time.random().nextInt(800)));
        times(time, faults.damages(), cluster.accidents()::damageNewestSnapshot);
        times(time, snapshotRequests, cluster.provider()::requestSnapshot);
        times(time, settingChanges, cluster.provider()::changeSettings);
    }

    private void times(VirtualTime time, int count, Runnable fault) {
        for (int one = 0; one < count; one++) {
            time.after((long) (time.random().nextDouble() * faults.lastMillis()), fault);
        }
    }

    /** A job that stops for damage goes on when it is repaired and run again (R14). */
    private SimulatedCluster driveRepaired(SimulatedCluster cluster, VirtualTime time) {
        drive(cluster, time);
        SimulatedCluster last = cluster;
        while (last.provider().refusal() != null && damaged(last)) {
            last.store().damage().repairForJob();
            if (last.originStore() != null) {
                last.originStore().damage().repair();
            }
            last = again(last, time, last.plan().parallelism());
            drive(last, time);
        }
        return last;
    }

    /** The job is run again, with everything that is in the store. */
    private SimulatedCluster again(SimulatedCluster before, VirtualTime time, int tasks) {
        before.provider().killAll();
        SimulatedCluster next =
                cluster(time, tasks, new SimulatedCluster.Ground(before.uid(), before.store(), before.originStore()));
        time.after(10, next.provider()::startCoordinator);
        return next;
    }

    private static boolean damaged(SimulatedCluster cluster) {
        return cluster.store().damage().any()
                || cluster.originStore() != null
                        && cluster.originStore().damage().any();
    }

    /** Another job goes on from this one's snapshots, with a store of its own and faults of its own. */
    private SimulatedCluster elsewhere(SimulatedCluster before, VirtualTime time) {
        before.provider().killAll();
        if (isDone(before)) {
            // It was done, and nobody had heard of it yet.
            return again(before, time, resumeAtParallelism);
        }
        // Of a job that has committed nothing there is nothing to go on with.
        boolean committed = before.history().heads().values().stream()
                .anyMatch(head -> !head.snapshot().equals(SnapshotId.NONE));
        SimulatedCluster next = cluster(
                time,
                resumeAtParallelism,
                new SimulatedCluster.Ground("second", null, committed ? before.store() : null));
        schedule(next, time);
        return next;
    }

    /** Whether a verdict on the job stands in its store. */
    private static boolean isDone(SimulatedCluster cluster) {
        StoredObject job = cluster.store().objects().get(StoreLayout.JOB);
        return job != null
                && StoredValues.decode(StoreLayout.JOB, job.content(), JobRecord.class)
                                .verdict()
                        != null;
    }

    private void drive(SimulatedCluster cluster, VirtualTime time) {
        long limit = time.executed() + eventLimit;
        while (cluster.provider().verdict() == null && cluster.provider().refusal() == null) {
            if (!time.step()) {
                throw hang(cluster, "nothing happens any more");
            }
            if (time.executed() > limit) {
                throw hang(cluster, "it does not end");
            }
        }
    }

    private AssertionError hang(SimulatedCluster cluster, String what) {
        return new AssertionError("seed " + seed + ": " + what + " at "
                + cluster.time().now() + "; " + describe(cluster) + "\n" + String.join("\n", cluster.logged()));
    }

    private static String describe(SimulatedCluster cluster) {
        SimulatedCoordinator coordinator = cluster.provider().coordinator();
        return coordinator == null
                ? "no coordinator"
                : "coordinator " + coordinator.core().activity() + ", regions "
                        + coordinator.core().regionStatuses();
    }
}
