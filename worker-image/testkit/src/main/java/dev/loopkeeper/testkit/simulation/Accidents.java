package dev.loopkeeper.testkit.simulation;

import java.util.List;
import java.util.function.Predicate;

/** What befalls the processes, connections and objects of a simulated cluster, each time one chosen by chance. */
final class Accidents {

    private final SimulatedCluster cluster;
    private final SimulatedProvider provider;
    private final VirtualTime time;
    private int crashes;

    Accidents(SimulatedCluster cluster, SimulatedProvider provider, VirtualTime time) {
        this.cluster = cluster;
        this.provider = provider;
        this.time = time;
    }

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
                provider.workers().stream().filter(candidates).toList();
        if (!alive.isEmpty()) {
            SimulatedWorker victim = alive.get(time.random().nextInt(alive.size()));
            crashes++;
            cluster.log("crash of " + victim.name());
            victim.kill();
        }
    }

    void crashCoordinator() {
        SimulatedCoordinator victim = provider.coordinator();
        if (victim != null && victim.alive()) {
            crashes++;
            cluster.log("crash of the coordinator");
            victim.kill();
            provider.coordinatorEnded(victim);
        }
    }

    void freezeCoordinator() {
        SimulatedCoordinator victim = provider.coordinator();
        if (victim != null && victim.alive()) {
            cluster.log("the coordinator freezes");
            victim.freeze(cluster.settings().heartbeatTimeoutMillis()
                    + 200
                    + time.random().nextInt(2_000));
        }
    }

    void breakConnection() {
        List<SimulatedWorker> alive = provider.workers();
        if (!alive.isEmpty()) {
            SimulatedWorker victim = alive.get(time.random().nextInt(alive.size()));
            cluster.log("the control connection of " + victim.name() + " breaks");
            victim.disconnect();
        }
    }

    /** Tears or loses an object of some region's newest snapshot; then a worker of the region dies, so that it is read. */
    void damageNewestSnapshot() {
        String head = cluster.store().damage().newestSnapshot(time.random());
        if (head != null) {
            cluster.log("damage to the newest snapshot of " + head);
            cluster.history().damaged();
            String region = head.substring(head.indexOf('-') + 1, head.length() - "/head".length());
            time.after(time.delay(20), () -> crashWorkerOf(region));
            if (time.random().nextInt(3) == 0) {
                time.after(time.delay(50), this::crashCoordinator);
            }
        }
    }
}
