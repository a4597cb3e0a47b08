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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster in one thread: a provider with its processes, a store, files, and what befalls them; in it the real coordinator, the real workers' core
 * and the real tasks. It is what all parts share; the provider does, and accidents happen.
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
    private final Map<String, SimulatedExchange> exchanges = new HashMap<>();
    private final Deque<String> log = new ArrayDeque<>();
    private final int parallelism;
    private final Ground ground;
    private final SimulatedProvider provider;
    private final Accidents accidents;
    private final DiskRoom spillRoom;

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
            SimulatedFiles files,
            DiskRoom spillRoom) {
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
        this.spillRoom = spillRoom;
        this.provider = new SimulatedProvider(this, time, settings);
        this.accidents = new Accidents(this, provider, time);
    }

    /** Who keeps its processes. */
    SimulatedProvider provider() {
        return provider;
    }

    /** Of the disks that feedback logs spill to. */
    DiskRoom spillRoom() {
        return spillRoom;
    }

    /** What befalls it. */
    Accidents accidents() {
        return accidents;
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
}
