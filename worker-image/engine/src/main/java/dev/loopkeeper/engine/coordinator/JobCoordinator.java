package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.claim.ClaimedRegion;
import dev.loopkeeper.engine.coordinator.claim.JobClaim;
import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.coordinator.port.PatientWork;
import dev.loopkeeper.engine.coordinator.region.RegionCoordinator;
import dev.loopkeeper.engine.coordinator.region.RegionListener;
import dev.loopkeeper.engine.coordinator.restore.InitialParts;
import dev.loopkeeper.engine.coordinator.snapshot.RetainedSnapshots;
import dev.loopkeeper.engine.coordinator.snapshot.SinkCommits;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotStore;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.LoadedCertificates;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.RequestedSnapshot;
import dev.loopkeeper.provider.SnapshotTotals;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;

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
    private final RestorePermits permits;
    private final List<RegionCoordinator> regions = new ArrayList<>();
    private final List<FencedObject<HeadRecord>> heads = new ArrayList<>();
    private final Map<String, Integer> regionOfWorker = new HashMap<>();
    private final RequestedSnapshots requests;
    private final EarlyMessages early = new EarlyMessages();

    private long claim;
    private String activity = "claiming";
    private JobRecord record;
    private StopRequest stop;
    /** What this process works with in handshakes; null without certificates. */
    private LoadedIdentity own;

    private long startedAt;
    private long lastTick;

    /**
     * @param planAt makes the plan of the same program at another parallelism; used when the job was last run at another one
     */
    public JobCoordinator(Plan plan, IntFunction<Plan> planAt, JobSettings settings, CoordinatorPorts ports) {
        this.plan = plan;
        this.settings = new CurrentSettings(settings);
        this.ports = ports;
        this.jobObject = new FencedObject<>(StoreLayout.JOB, JobRecord.class, ports);
        this.retained = new RetainedSnapshots(() -> this.settings.now().retain());
        this.end = new JobEnd(ports, jobObject, this::halt);
        this.jobClaim = new JobClaim(plan, planAt, settings, ports, jobObject, retained, end::over, this);
        this.initialParts = new InitialParts(plan, new SnapshotStore(ports.store()), ports);
        this.permits = new RestorePermits(() -> this.settings.now().restoreConcurrency());
        this.requests = new RequestedSnapshots(ports, jobObject, retained, end, this::delete);
    }

    // What others see

    /** The workers that shall exist; nothing before the claim. */
    public List<WantedWorker> wanted() {
        List<WantedWorker> wanted = new ArrayList<>();
        regions.forEach(region -> wanted.addAll(region.wanted()));
        return wanted;
    }

    /** Every region as people see it, in the plan's order. */
    public List<RegionStatus> regionStatuses() {
        return regions.stream().map(RegionCoordinator::status).toList();
    }

    /** The regions in the plan's order; none before the claim. */
    List<RegionCoordinator> regions() {
        return List.copyOf(regions);
    }

    /** What all workers have done, as far as they have told. */
    public SlotCounters counters() {
        SlotCounters sum = SlotCounters.NONE;
        for (RegionCoordinator region : regions) {
            sum = sum.plus(region.counters());
        }
        return sum;
    }

    /** The snapshots of this coordinator's time. */
    public SnapshotTotals snapshotTotals() {
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

    /** The recoveries of this coordinator's time, oldest first. */
    public List<Recovery> recoveries() {
        return regions.stream()
                .flatMap(region -> region.recoveries().stream())
                .sorted(Comparator.comparing(Recovery::time))
                .toList();
    }

    /** Whether a region has more failed snapshots in a row than the job tolerates. */
    public boolean degraded() {
        return regions.stream().anyMatch(region -> region.snapshots().degraded());
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
        if (own == null || regions.isEmpty()) {
            return null;
        }
        List<LoadedIdentity> parts = new ArrayList<>(List.of(own));
        for (RegionCoordinator region : regions) {
            Optional<List<LoadedIdentity>> workers = region.identities();
            if (workers.isEmpty()) {
                return null;
            }
            parts.addAll(workers.get());
        }
        return CertificateSurvey.of(parts);
    }

    public boolean stopping() {
        return stop != null;
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
        for (ClaimedRegion found : claimed) {
            heads.add(found.head());
            regions.add(new RegionCoordinator(
                    plan, found.region(), record.epoch(), claim, found.head(), retained, settings, ports, this));
        }
        for (ClaimedRegion found : claimed) {
            regions.get(found.region().id()).claimed(found.record(), found.manifest(), found.restart());
        }
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
        if (message instanceof WorkerMessage.Register register) {
            if (register.region() >= 0 && register.region() < regions.size()) {
                if (!register.planHash().equals(plan.physicalHash())) {
                    // Its tasks and channels are not those of this plan (R3).
                    String reason = "worker " + worker
                            + " has made another plan of the program: it runs another program or has other parameters";
                    ports.event(plan.region(register.region()).name(), reason);
                    ports.send(worker, new CoordinatorMessage.Dismiss(claim, reason));
                    return;
                }
                regionOfWorker.put(worker, register.region());
                regions.get(register.region()).register(register);
            }
            return;
        }
        Integer region = regionOfWorker.get(worker);
        if (region != null) {
            regions.get(region).message(worker, message);
        }
    }

    /** A worker's control stream broke. */
    public void disconnected(String worker) {
        early.disconnected(worker);
        Integer region = regionOfWorker.get(worker);
        if (!end.over() && region != null) {
            regions.get(region).disconnected(worker);
        }
    }

    /** The provider's whole view. */
    public void observe(Observations observations) {
        if (end.over() || regions.isEmpty()) {
            return;
        }
        Map<String, List<ObservedWorker>> byRegion = new HashMap<>();
        for (ObservedWorker worker : observations.workers()) {
            for (RegionCoordinator region : regions) {
                if (worker.name().startsWith(settings.now().job() + "-" + region.name() + "-")) {
                    byRegion.computeIfAbsent(region.name(), unused -> new ArrayList<>())
                            .add(worker);
                }
            }
        }
        for (RegionCoordinator region : regions) {
            region.observed(byRegion.getOrDefault(region.name(), List.of()));
        }
        LiveSettings changed = observations.settings();
        if (settings.change(changed == null ? LiveSettings.UNCHANGED : changed)) {
            regions.forEach(region -> region.snapshots().settingsChanged());
            permits.handOut();
            ports.event("", "the settings have changed");
            ports.changed();
        }
        if (observations.snapshot() != null && stop == null) {
            requests.ask(observations.snapshot().token(), regions);
        }
        if (observations.stop() != null && stop == null) {
            stop(observations.stop());
        }
    }

    /** This process has loaded another certificate, or others to trust. */
    public void loaded(LoadedIdentity identity) {
        if (!identity.equals(own)) {
            own = identity;
            ports.changed();
        }
    }

    private void stop(StopRequest request) {
        stop = request;
        activity = "stopping";
        if (!request.snapshot()) {
            suspend();
            return;
        }
        if (request.deadline() != null) {
            ports.after(Math.max(0, request.deadline().toEpochMilli() - ports.now()), this::suspend);
        } else if (!request.rescalable()) {
            ports.after(settings.now().snapshotTimeoutMillis(), this::suspend);
        }
        regions.forEach(region -> region.stop(request.rescalable()));
        ports.changed();
    }

    private void tick() {
        if (end.over()) {
            return;
        }
        long now = ports.now();
        if (now - lastTick > settings.now().heartbeatTimeoutMillis() / 2) {
            // This process stood still, and what workers said meanwhile is yet to be read.
            regions.forEach(region -> region.wasAway(now));
        }
        lastTick = now;
        regions.forEach(region -> region.tick(now));
        ports.after(TICK_MILLIS, this::tick);
    }

    // What regions say

    @Override
    public void initialParts(RegionCoordinator region, BooleanSupplier wanted, Consumer<Map<TaskId, TaskPart>> done) {
        PatientWork work = new PatientWork(ports, () -> end.over() || !wanted.getAsBoolean());
        work.start(
                "inputs of " + region.name(),
                () -> initialParts.of(region.region(), record.startsFrom()),
                new Completion<Map<TaskId, TaskPart>>() {
                    @Override
                    public void succeeded(Map<TaskId, TaskPart> parts) {
                        done.accept(parts);
                    }

                    @Override
                    public void failed(Exception cause) {
                        end.refuseIfClaimStands(cause.getMessage());
                    }
                });
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
        end.decide(new JobRecord.Outcome(
                false, "region " + region.name() + " (" + region.region().title() + "): " + message));
    }

    @Override
    public void unrestorable(RegionCoordinator region, String reason) {
        end.refuseIfClaimStands(
                "region " + region.name() + " (" + region.region().title() + "): " + reason);
    }

    @Override
    public void requestCommitted(RegionCoordinator region, Manifest manifest) {
        requests.committed(region, manifest);
    }

    private void delete(List<String> unnamed) {
        regions.getFirst().snapshots().delete(unnamed);
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
        if (end.over() || regions.size() < plan.regions().size()) {
            return;
        }
        if (regions.stream().allMatch(region -> region.phase() == RegionPhase.FINISHED)) {
            sweepAtTheEnd(new JobRecord.Outcome(true, "all regions have finished"));
        } else if (regions.stream().allMatch(region -> region.phase().terminal())) {
            suspend();
        }
    }

    @Override
    public void restarting(RegionCoordinator region) {
        if (settings.now().wholeJob()) {
            for (RegionCoordinator other : regions) {
                if (other != region) {
                    other.restartToo("region " + region.name() + " failed and recovery.scope is Job");
                }
            }
        }
    }

    @Override
    public int firstAttemptAtWork(int vertex) {
        return regions.stream()
                .filter(region -> region.region().tasks().stream().anyMatch(task -> task.vertex() == vertex))
                .mapToInt(region -> region.snapshots().firstAttemptAtWork())
                .min()
                .orElse(0);
    }

    @Override
    public void committed(RegionCoordinator region) {
        if (record.startsFrom().isEmpty()
                || regions.stream().anyMatch(other -> other.snapshots().committedManifest() == null)) {
            return;
        }
        // Every region stands on a snapshot of its own: the epoch before is needed no more.
        for (String folder : record.startsFrom().keySet()) {
            region.snapshots().dropAll(folder);
        }
    }

    @Override
    public boolean acquireRestore(RegionCoordinator region) {
        return permits.acquire(region);
    }

    @Override
    public void releaseRestore(RegionCoordinator region) {
        permits.release(region);
    }

    // The end

    /** A job that is done leaves nothing but its output: what dead attempts began is dropped before its end is told. */
    private void sweepAtTheEnd(JobRecord.Outcome outcome) {
        activity = "finishing";
        Map<Integer, Integer> everything = new TreeMap<>();
        plan.vertices().forEach(vertex -> everything.put(vertex.id(), Integer.MAX_VALUE));
        ports.background()
                .start(
                        "sweep of unfinished output",
                        () -> {
                            new SinkCommits(plan, ports, end::over).sweep(everything, claim);
                            return null;
                        },
                        new Completion<Void>() {
                            @Override
                            public void succeeded(Void nothing) {
                                end.decide(outcome);
                            }

                            @Override
                            public void failed(Exception cause) {
                                ports.event("", "unfinished output is left behind: " + cause.getMessage());
                                end.decide(outcome);
                            }
                        });
    }

    /** Ends the run without a verdict on the job; only when all output that is committed is visible (PROTOCOL, Sinks). */
    private void suspend() {
        if (end.over()) {
            return;
        }
        regions.forEach(region -> region.shutDown(RegionPhase.STOPPED));
        if (regions.stream().allMatch(region -> region.snapshots().settled())) {
            end.suspended();
        } else {
            activity = "stopping: committed output is not all visible yet";
            ports.after(TICK_MILLIS, this::suspend);
        }
    }

    private void halt() {
        activity = "ended";
        jobObject.stop();
        heads.forEach(FencedObject::stop);
        regions.forEach(region -> region.shutDown(RegionPhase.FAILED));
    }
}
