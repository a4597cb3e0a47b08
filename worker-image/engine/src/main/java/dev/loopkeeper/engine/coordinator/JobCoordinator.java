package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.claim.ClaimedRegion;
import dev.loopkeeper.engine.coordinator.claim.JobClaim;
import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.region.RegionCoordinator;
import dev.loopkeeper.engine.coordinator.region.RegionListener;
import dev.loopkeeper.engine.coordinator.region.RestoreTurns;
import dev.loopkeeper.engine.coordinator.restore.InitialParts;
import dev.loopkeeper.engine.coordinator.snapshot.RetainedSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.LoadedCertificates;
import dev.loopkeeper.provider.NodeHint;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.RequestedSnapshot;
import dev.loopkeeper.provider.SnapshotTotals;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A job's coordinator: claims the job, then runs its regions to their end. A deterministic state machine: everything comes in by its methods,
 * on one thread, and goes out by its ports. Never does anything for a job that another coordinator has claimed (R12).
 */
public final class JobCoordinator implements RegionListener, JobClaim.Listener {

    private static final long TICK_MILLIS = 50;

    private final Plan plan;
    private final CurrentSettings settings;
    private final CoordinatorPorts ports;
    private final FencedObject<JobRecord> jobObject;
    private final RetainedSnapshots retained;
    private final JobClaim jobClaim;
    private final JobEnd end;
    private final InitialParts initialParts;
    private final RestoreTurns turns;
    private final JobRegions regions;
    private final RequestedSnapshots requests;
    private final JobStop stop;
    private final EarlyMessages early = new EarlyMessages();

    private long claim;
    private String activity = "claiming";
    private JobRecord record;
    /** What this process works with in handshakes; null without certificates. */
    private LoadedIdentity own;

    private long startedAt;
    private Set<String> suspected = Set.of();
    private long lastTick;

    /**
     * @param planAt makes the plan of the same program at another parallelism; used when the job was last run at another one
     */
    public JobCoordinator(Plan plan, IntFunction<Plan> planAt, JobSettings settings, CoordinatorPorts ports) {
        this.plan = plan;
        this.settings = new CurrentSettings(settings);
        this.ports = ports;
        this.jobObject = new FencedObject<>(StoreLayout.JOB, JobRecord.class, ports);
        this.regions = new JobRegions(settings.job(), plan, ports);
        this.retained = new RetainedSnapshots(() -> this.settings.now().retain());
        this.end = new JobEnd(ports, jobObject, this::halt);
        this.jobClaim = new JobClaim(plan, planAt, settings, ports, jobObject, retained, end::over, this);
        this.initialParts = new InitialParts(plan, new SnapshotStore(ports.store()), ports);
        this.turns = new RestoreTurns(() -> this.settings.now().restoreConcurrency());
        this.requests = new RequestedSnapshots(ports, jobObject, retained, end, this::delete);
        this.stop = new JobStop(ports, this.settings, regions, end, doing -> activity = doing);
    }

    // What others see

    /** The workers that shall exist; nothing before the claim. */
    public List<WantedWorker> wanted() {
        return regions.wanted();
    }

    /** Every region as people see it, in the plan's order; none before the claim. */
    public List<RegionStatus> regionStatuses() {
        return regions.statuses();
    }

    /** The snapshots of this coordinator's time. */
    public SnapshotTotals snapshotTotals() {
        return regions.snapshotTotals();
    }

    /** The regions in the plan's order; none before the claim. */
    List<RegionCoordinator> regions() {
        return regions.all();
    }

    /** The recoveries of this coordinator's time, oldest first. */
    List<Recovery> recoveries() {
        return regions.recoveries();
    }

    public long claim() {
        return end.over() && end.verdict() == null ? 0 : claim;
    }

    public String activity() {
        return activity;
    }

    public Verdict verdict() {
        return end.verdict();
    }

    public long startedAt() {
        return startedAt;
    }

    public Plan plan() {
        return plan;
    }

    /** Those in force. */
    public CurrentSettings settings() {
        return settings;
    }

    /** The newest request for a snapshot that is answered; null if there is none. */
    public RequestedSnapshot requestedSnapshot() {
        return requests.answer();
    }

    /** What all parts of the job work with in handshakes (K14); null while not all have told. */
    public LoadedCertificates certificates() {
        Optional<List<LoadedIdentity>> workers = regions.identities();
        if (own == null || workers.isEmpty()) {
            return null;
        }
        List<LoadedIdentity> parts = new ArrayList<>(List.of(own));
        parts.addAll(workers.get());
        return CertificateSurvey.of(parts);
    }

    public boolean stopping() {
        return stop.asked();
    }

    // Claim

    /** Claims the job and begins. Called once. */
    public void start() {
        startedAt = ports.now();
        jobClaim.start();
    }

    @Override
    public void numbered(long number) {
        claim = number;
    }

    @Override
    public void delayed(String reason) {
        activity = "claiming: " + reason;
        ports.changed();
    }

    @Override
    public void refused(String reason) {
        end.refused(reason);
    }

    @Override
    public void unreadable(String reason) {
        end.refuseIfClaimStands(reason);
    }

    @Override
    public void ended(JobRecord.Outcome outcome) {
        end.ended(outcome);
    }

    @Override
    public void claimed(JobRecord now, List<ClaimedRegion> claimed) {
        record = now;
        requests.claimed(now);
        activity = "running";
        regions.begin(
                claimed,
                found -> new RegionCoordinator(
                        plan,
                        found.region(),
                        record.epoch(),
                        claim,
                        found.head(),
                        retained,
                        turns,
                        settings,
                        ports,
                        this));
        ports.changed();
        lastTick = ports.now();
        early.release(this::message);
        tick();
    }

    // What comes in

    /** A worker says something. One that no region knows is told to go. */
    public void message(String worker, WorkerMessage message) {
        if (end.over()) {
            return;
        }
        if (regions.isEmpty()) {
            early.keep(worker, message);
            return;
        }
        regions.message(worker, message, claim);
    }

    /** A worker's control stream broke. */
    public void disconnected(String worker) {
        early.disconnected(worker);
        if (!end.over()) {
            regions.disconnected(worker);
        }
    }

    /** The provider's whole view. */
    public void observe(Observations observations) {
        if (end.over() || regions.isEmpty()) {
            return;
        }
        suspected = suspected(observations.nodes());
        regions.observed(observations.workers(), suspected);
        LiveSettings changed = observations.settings();
        if (settings.change(changed == null ? LiveSettings.UNCHANGED : changed)) {
            regions.forEach(region -> region.snapshots().settingsChanged());
            turns.handOut();
            ports.event("", "the settings have changed");
            ports.changed();
        }
        if (observations.snapshot() != null && !stop.asked()) {
            requests.ask(observations.snapshot().token(), regions.all());
        }
        if (observations.stop() != null) {
            stop.ask(observations.stop());
        }
    }

    /** The nodes that the provider has heard no good of. */
    private static Set<String> suspected(List<NodeHint> hints) {
        return hints.stream().filter(hint -> !hint.ready()).map(NodeHint::node).collect(Collectors.toUnmodifiableSet());
    }

    /** This process has loaded another certificate, or others to trust. */
    public void loaded(LoadedIdentity identity) {
        if (!identity.equals(own)) {
            own = identity;
            ports.changed();
        }
    }

    private void tick() {
        if (end.over()) {
            return;
        }
        long now = ports.now();
        if (now - lastTick > settings.patience(!suspected.isEmpty()) / 2) {
            // This process stood still, and what workers said meanwhile is yet to be read.
            regions.forEach(region -> region.attempts().wasAway(now));
        }
        lastTick = now;
        regions.forEach(region -> region.tick(now));
        ports.after(TICK_MILLIS, this::tick);
    }

    // What regions say

    @Override
    public void initialParts(RegionCoordinator region, BooleanSupplier wanted, Consumer<Map<TaskId, TaskPart>> done) {
        initialParts.find(
                region.region(),
                record.startsFrom(),
                () -> end.over() || !wanted.getAsBoolean(),
                done,
                end::refuseIfClaimStands);
    }

    @Override
    public boolean over() {
        return end.over();
    }

    @Override
    public void fenced(String found) {
        end.fenced(found);
    }

    @Override
    public void failed(RegionCoordinator region, String message) {
        activity = "finishing";
        end.decide(new JobRecord.Outcome(false, title(region) + message));
    }

    @Override
    public void unrestorable(RegionCoordinator region, String reason) {
        end.refuseIfClaimStands(title(region) + reason);
    }

    private static String title(RegionCoordinator region) {
        return "region " + region.name() + " (" + region.region().title() + "): ";
    }

    @Override
    public void requestCommitted(RegionCoordinator region, Manifest manifest) {
        requests.committed(region, manifest);
    }

    private void delete(List<String> unnamed) {
        regions.all().getFirst().snapshots().delete(unnamed);
    }

    @Override
    public void finished(RegionCoordinator region) {
        requests.finished(region);
        endIfAllDone();
    }

    @Override
    public void stopped(RegionCoordinator region) {
        endIfAllDone();
    }

    private void endIfAllDone() {
        if (end.over()) {
            return;
        }
        if (regions.all(region -> region.phase() == RegionPhase.FINISHED)) {
            activity = "finishing";
            UnfinishedOutput left = new UnfinishedOutput(plan, claim, ports, end::over);
            left.drop(() -> end.decide(new JobRecord.Outcome(true, "all regions have finished")));
        } else if (regions.all(region -> region.phase().terminal())) {
            stop.suspend();
        }
    }

    @Override
    public void restarting(RegionCoordinator region) {
        if (settings.now().wholeJob()) {
            regions.forEach(other -> {
                if (other != region) {
                    other.restartToo("region " + region.name() + " failed and recovery.scope is Job");
                }
            });
        }
    }

    @Override
    public int firstAttemptAtWork(int vertex) {
        return regions.firstAttemptAtWork(vertex);
    }

    @Override
    public void committed(RegionCoordinator region) {
        if (regions.all(every -> every.snapshots().committedManifest() != null)) {
            // Every region stands on a snapshot of its own: the epoch before is needed no more.
            record.startsFrom().keySet().forEach(region.snapshots()::dropAll);
        }
    }

    // The end

    private void halt() {
        activity = "ended";
        jobObject.stop();
        regions.halt();
    }
}
