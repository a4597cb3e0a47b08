package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.claim.ClaimedRegion;
import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.region.RegionCoordinator;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.SnapshotTotals;
import dev.loopkeeper.provider.WantedWorker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A job's regions in the plan's order, none before the claim: hands each what concerns it, and says what is true of all of them together. Belongs
 * to the coordinator's thread.
 */
final class JobRegions {

    private final String job;
    private final Plan plan;
    private final CoordinatorPorts ports;
    private final List<RegionCoordinator> regions = new ArrayList<>();
    private final List<FencedObject<HeadRecord>> heads = new ArrayList<>();
    private final Map<String, Integer> regionOfWorker = new HashMap<>();

    JobRegions(String job, Plan plan, CoordinatorPorts ports) {
        this.job = job;
        this.plan = plan;
        this.ports = ports;
    }

    /** The heads of all regions are claimed: each goes on from what stands in its own. */
    void begin(List<ClaimedRegion> claimed, Function<ClaimedRegion, RegionCoordinator> coordinators) {
        for (ClaimedRegion found : claimed) {
            heads.add(found.head());
            regions.add(coordinators.apply(found));
        }
        for (ClaimedRegion found : claimed) {
            regions.get(found.region().id()).claimed(found.record(), found.manifest(), found.restart());
        }
    }

    /** Whether the job is yet to be claimed. */
    boolean isEmpty() {
        return regions.isEmpty();
    }

    List<RegionCoordinator> all() {
        return List.copyOf(regions);
    }

    void forEach(Consumer<RegionCoordinator> action) {
        regions.forEach(action);
    }

    /** Whether something is true of every region of the plan; of none before the claim. */
    boolean all(Predicate<RegionCoordinator> condition) {
        return regions.size() == plan.regions().size() && regions.stream().allMatch(condition);
    }

    // What workers and their provider say

    /**
     * A worker says something; what comes from one that no region knows is ignored.
     *
     * @param claim under which workers are answered
     */
    void message(String worker, WorkerMessage message, long claim) {
        if (message instanceof WorkerMessage.Register register) {
            register(worker, register, claim);
            return;
        }
        Integer region = regionOfWorker.get(worker);
        if (region != null) {
            regions.get(region).attempts().message(worker, message);
        }
    }

    private void register(String worker, WorkerMessage.Register register, long claim) {
        int region = register.region();
        if (region < 0 || region >= regions.size()) {
            return;
        }
        if (!register.planHash().equals(plan.physicalHash())) {
            // Its tasks and channels are not those of this plan (R3).
            String reason = "worker " + worker
                    + " has made another plan of the program: it runs another program or has other parameters";
            ports.event(plan.region(region).name(), reason);
            ports.send(worker, new CoordinatorMessage.Dismiss(claim, reason));
            return;
        }
        regionOfWorker.put(worker, region);
        regions.get(region).attempts().register(register);
    }

    /** A worker's control stream broke. */
    void disconnected(String worker) {
        Integer region = regionOfWorker.get(worker);
        if (region != null) {
            regions.get(region).attempts().disconnected(worker);
        }
    }

    /**
     * The provider's view of all workers.
     *
     * @param suspected nodes that it has heard no good of
     */
    void observed(List<ObservedWorker> workers, Set<String> suspected) {
        Map<String, List<ObservedWorker>> byRegion = new HashMap<>();
        for (ObservedWorker worker : workers) {
            for (RegionCoordinator region : regions) {
                if (worker.name().startsWith(job + "-" + region.name() + "-")) {
                    byRegion.computeIfAbsent(region.name(), unused -> new ArrayList<>())
                            .add(worker);
                }
            }
        }
        for (RegionCoordinator region : regions) {
            region.observed(byRegion.getOrDefault(region.name(), List.of()), suspected);
        }
    }

    // The end

    /** Ends whatever runs. */
    void shutDown(RegionPhase last) {
        regions.forEach(region -> region.shutDown(last));
    }

    /** Ends whatever runs, and writes nothing any more (R12). */
    void halt() {
        heads.forEach(FencedObject::stop);
        shutDown(RegionPhase.FAILED);
    }

    // What they have come to

    List<WantedWorker> wanted() {
        return regions.stream()
                .flatMap(region -> region.attempts().wanted().stream())
                .toList();
    }

    List<RegionStatus> statuses() {
        return regions.stream().map(RegionCoordinator::status).toList();
    }

    SnapshotTotals snapshotTotals() {
        long completed = 0;
        long aborted = 0;
        long bytes = 0;
        List<Double> seconds = new ArrayList<>();
        for (RegionCoordinator region : regions) {
            SnapshotTotals totals = region.snapshots().totals();
            completed += totals.completed();
            aborted += totals.aborted();
            bytes += totals.bytes();
            seconds.addAll(totals.seconds());
        }
        return new SnapshotTotals(completed, aborted, bytes, seconds);
    }

    /** Oldest first. */
    List<Recovery> recoveries() {
        return regions.stream()
                .flatMap(region -> region.recoveries().stream())
                .sorted(Comparator.comparing(Recovery::time))
                .toList();
    }

    /** What all workers work with in handshakes; empty while not all have told, and before the claim. */
    Optional<List<LoadedIdentity>> identities() {
        if (regions.isEmpty()) {
            return Optional.empty();
        }
        List<LoadedIdentity> loaded = new ArrayList<>();
        for (RegionCoordinator region : regions) {
            if (region.phase().terminal()) {
                continue;
            }
            Optional<List<LoadedIdentity>> workers = region.attempts().identities();
            if (workers.isEmpty()) {
                return Optional.empty();
            }
            loaded.addAll(workers.get());
        }
        return Optional.of(loaded);
    }

    /** The first attempt of any region with tasks of a vertex of which output may still be committed. */
    int firstAttemptAtWork(int vertex) {
        return regions.stream()
                .filter(region -> region.region().tasks().stream().anyMatch(task -> task.vertex() == vertex))
                .mapToInt(region -> region.snapshots().firstAttemptAtWork())
                .min()
                .orElse(0);
    }
}
