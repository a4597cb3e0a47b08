package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.coordinator.JobCoordinator;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.work.BackgroundWork;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A coordinator process of the simulation: may die, and may stand still and come back as a zombie. */
final class SimulatedCoordinator implements CoordinatorPorts {

    private final SimulatedCluster cluster;
    private final VirtualTime time;
    private final long epoch;
    private final JobCoordinator core;
    private final BackgroundWork work;
    private final Map<String, SimulatedWorker> workers = new HashMap<>();
    private boolean alive = true;
    private long frozenUntil;

    SimulatedCoordinator(SimulatedCluster cluster, long epoch) {
        this.cluster = cluster;
        this.time = cluster.time();
        this.epoch = epoch;
        this.work = new SimulatedWork(time, () -> alive, this::run);
        this.core = new JobCoordinator(cluster.plan(), cluster::planAt, cluster.settings(), this);
    }

    void start() {
        run(core::start);
    }

    JobCoordinator core() {
        return core;
    }

    boolean reachable() {
        return alive && time.now() >= frozenUntil;
    }

    boolean alive() {
        return alive;
    }

    long epoch() {
        return epoch;
    }

    void kill() {
        if (alive) {
            alive = false;
            // In one order whatever the run: that of an immutable map differs from process to process.
            List.copyOf(workers.values()).forEach(SimulatedWorker::disconnect);
        }
    }

    /** Stands still; what arrives meanwhile is handled when it goes on. */
    void freeze(long millis) {
        frozenUntil = time.now() + millis;
    }

    private void run(Runnable action) {
        if (!alive) {
            return;
        }
        if (time.now() < frozenUntil) {
            time.at(frozenUntil, () -> run(action));
        } else {
            action.run();
        }
    }

    // Workers

    void connected(SimulatedWorker worker) {
        workers.put(worker.name(), worker);
    }

    void disconnected(SimulatedWorker worker) {
        if (workers.remove(worker.name(), worker)) {
            time.after(time.delay(5), () -> run(() -> core.disconnected(worker.name())));
        }
    }

    void message(String worker, WorkerMessage message) {
        run(() -> core.message(worker, message));
    }

    void observe(Observations observations) {
        run(() -> core.observe(observations));
    }

    // Ports

    @Override
    public long now() {
        return time.now();
    }

    @Override
    public double random() {
        return time.random().nextDouble();
    }

    @Override
    public String nonce() {
        return Long.toHexString(time.random().nextLong());
    }

    @Override
    public void after(long millis, Runnable action) {
        time.after(millis, () -> run(action));
    }

    @Override
    public BackgroundWork background() {
        return work;
    }

    @Override
    public ObjectStore store() {
        return cluster.store();
    }

    @Override
    public void send(String worker, CoordinatorMessage message) {
        SimulatedWorker to = workers.get(worker);
        if (to != null) {
            if (message instanceof CoordinatorMessage.Command command) {
                cluster.history().said(to.wanted().region(), command.command());
            }
            to.receive(message);
        }
    }

    @Override
    public RestoreOrigin origin() {
        return cluster.origin();
    }

    @Override
    public SourceContext sourceContext() {
        return cluster.sourceContext();
    }

    @Override
    public SinkContext sinkContext(String operator, long claim, int attempt) {
        return cluster.sinkContext(operator, -1, new Fence(claim, attempt));
    }

    @Override
    public void changed() {
        cluster.provider().changed(this);
    }

    @Override
    public void event(String region, String text) {
        cluster.log(epoch + " " + region + ": " + text);
    }

    @Override
    public void ended(Verdict verdict) {
        cluster.log(epoch + " ended: " + verdict.outcome() + ": " + verdict.message());
        cluster.provider().ended(this, verdict);
    }

    @Override
    public void fenced(String reason) {
        cluster.log(epoch + " fenced: " + reason);
        kill();
        cluster.provider().coordinatorEnded(this);
    }

    @Override
    public void refused(String reason) {
        cluster.log(epoch + " refused: " + reason);
        cluster.provider().refused(reason);
    }
}
