package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.SignatureDifference;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoreLayout;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import dev.loopkeeper.provider.SnapshotTotals;
import dev.loopkeeper.provider.StopRequest;
import dev.loopkeeper.provider.Verdict;
import dev.loopkeeper.provider.WantedWorker;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A job's coordinator: claims the job, then runs its regions to their end. A deterministic state machine: everything comes in by its methods,
 * on one thread, and goes out by its ports. Never does anything for a job that another coordinator has claimed (R12).
 */
public final class JobCoordinator implements RegionListener {

    private static final long TICK_MILLIS = 50;
    private static final long STORE_RETRY_MILLIS = 500;

    private final Plan plan;
    private final IntFunction<Plan> planAt;
    private final JobSettings settings;
    private final CoordinatorPorts ports;
    private final FencedObject<JobRecord> jobObject;
    private final RetainedSnapshots retained;
    private final InitialParts initialParts;
    private final SnapshotStore store;
    private final List<RegionCoordinator> regions = new ArrayList<>();
    private final List<FencedObject<HeadRecord>> heads = new ArrayList<>();
    private final Map<String, Integer> regionOfWorker = new HashMap<>();
    private final Deque<RegionCoordinator> waitingToRestore = new ArrayDeque<>();
    private final Set<RegionCoordinator> restoring = new HashSet<>();

    private long claim;
    private String activity = "claiming";
    private JobRecord record;
    private StopRequest stop;
    private boolean over;
    private long startedAt;
    private long lastTick;
    private Verdict verdict;

    /**
     * @param planAt makes the plan of the same program at another parallelism; used when the job was last run at another one
     */
    public JobCoordinator(Plan plan, IntFunction<Plan> planAt, JobSettings settings, CoordinatorPorts ports) {
        this.plan = plan;
        this.planAt = planAt;
        this.settings = settings;
        this.ports = ports;
        this.jobObject = new FencedObject<>(StoreLayout.JOB, JobRecord.class, ports);
        this.retained = new RetainedSnapshots(settings.retain());
        this.store = new SnapshotStore(ports.store());
        this.initialParts = new InitialParts(plan, store, ports);
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
            SnapshotTotals totals = region.snapshots().history().totals();
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

    /** Asks every running region for one snapshot now. */
    public void requestSnapshot() {
        regions.forEach(region -> region.snapshots().request());
    }

    public long claim() {
        return over && verdict == null ? 0 : claim;
    }

    public String activity() {
        return activity;
    }

    public Verdict verdict() {
        return verdict;
    }

    public long startedAt() {
        return startedAt;
    }

    public Plan plan() {
        return plan;
    }

    public JobSettings settings() {
        return settings;
    }

    public boolean stopping() {
        return stop != null;
    }

    // Claim

    /** Claims the job and begins. Called once. */
    public void start() {
        startedAt = ports.now();
        jobObject.takeOver(this::claimOf, new FencedObject.Outcome<>() {
            @Override
            public void written(JobRecord replaced, JobRecord now) {
                jobClaimed(now);
            }

            @Override
            public void fenced(JobRecord found) {
                JobCoordinator.this.fenced(String.valueOf(found));
            }

            @Override
            public void delayed(StoreException cause) {
                activity = "claiming: " + cause.getMessage();
                ports.changed();
            }

            @Override
            public void refused(StoreException cause) {
                refuse(cause.getMessage());
            }
        });
    }

    private JobRecord claimOf(JobRecord before) {
        return before == null
                ? new JobRecord(1, 1, plan.parallelism(), Map.of(), plan.signature(), null, "")
                : before.withClaim(before.claim() + 1);
    }

    private void jobClaimed(JobRecord now) {
        record = now;
        claim = now.claim();
        List<String> differences =
                SignatureDifference.describe(new TreeMap<>(now.signature()), new TreeMap<>(plan.signature()));
        if (!differences.isEmpty()) {
            refuse("the job's snapshots are of another program: " + String.join("; ", differences)
                    + ". Run it under another name, or with a new work dir");
        } else if (now.verdict() != null) {
            end(new Verdict(
                    now.verdict().succeeded() ? Verdict.Outcome.SUCCEEDED : Verdict.Outcome.FAILED,
                    now.verdict().message(),
                    Instant.ofEpochMilli(ports.now())));
        } else if (now.parallelism() != plan.parallelism()) {
            rescale();
        } else {
            claimRegions(plan, now.epoch(), this::retainGround);
        }
    }

    /** What claiming the regions of an epoch has found, in the plan's order. */
    private record Claimed(FencedObject<HeadRecord> head, HeadRecord record, Manifest manifest) {}

    private interface ClaimedAll {

        void accept(List<Claimed> claimed);
    }

    /** Rewrites every head under this claim; then commits again what their snapshots list, before anything else happens. */
    private void claimRegions(Plan of, int epoch, ClaimedAll done) {
        Claimed[] claimed = new Claimed[of.regions().size()];
        int[] missing = {claimed.length};
        for (Region region : of.regions()) {
            String folder = StoreLayout.region(epoch, region.name());
            FencedObject<HeadRecord> head = new FencedObject<>(StoreLayout.head(folder), HeadRecord.class, ports);
            head.takeOver(
                    before -> (before == null ? HeadRecord.NONE : before).withClaim(claim),
                    new FencedObject.Outcome<>() {
                        @Override
                        public void written(HeadRecord replaced, HeadRecord now) {
                            if (replaced != null && replaced.claim() > claim) {
                                JobCoordinator.this.fenced("claim " + replaced.claim());
                                return;
                            }
                            recover(region, folder, now, manifest -> {
                                claimed[region.id()] = new Claimed(head, now, manifest);
                                if (--missing[0] == 0 && !over) {
                                    done.accept(List.of(claimed));
                                }
                            });
                        }

                        @Override
                        public void fenced(HeadRecord found) {
                            JobCoordinator.this.fenced(String.valueOf(found));
                        }

                        @Override
                        public void refused(StoreException cause) {
                            refuse(cause.getMessage());
                        }
                    });
        }
    }

    private interface Recovered {

        void accept(Manifest newest);
    }

    private void recover(Region region, String folder, HeadRecord head, Recovered done) {
        if (head.snapshot().equals(SnapshotId.NONE)) {
            done.accept(null);
            return;
        }
        ports.background()
                .start(
                        "read snapshots of " + region.name(),
                        () -> store.chain(folder, head.snapshot(), settings.retain()),
                        new Completion<List<Manifest>>() {
                            @Override
                            public void succeeded(List<Manifest> chain) {
                                if (over) {
                                    return;
                                }
                                chain.forEach(retained::add);
                                Manifest newest = chain.getLast();
                                new SinkCommits(plan, ports, () -> over).commit(region.name(), newest, claim, () -> {
                                    if (!over) {
                                        done.accept(newest);
                                    }
                                });
                            }

                            @Override
                            public void failed(Exception cause) {
                                if (over) {
                                    return;
                                }
                                if (isPassing(cause)) {
                                    ports.after(STORE_RETRY_MILLIS, () -> recover(region, folder, head, done));
                                } else {
                                    refuseIfClaimStands(cause.getMessage());
                                }
                            }
                        });
    }

    /** What this epoch starts from is retained, and may be named, until every region has a snapshot of its own. */
    private void retainGround(List<Claimed> claimed) {
        Map<String, SnapshotId> missing = new TreeMap<>();
        if (claimed.stream().anyMatch(region -> region.manifest() == null)) {
            record.startsFrom().forEach((folder, snapshot) -> {
                if (retained.manifest(folder, snapshot) == null) {
                    missing.put(folder, snapshot);
                }
            });
        }
        if (missing.isEmpty()) {
            begin(claimed);
            return;
        }
        ports.background()
                .start(
                        "read snapshots of the epoch before",
                        () -> store.manifests(missing),
                        new Completion<List<Manifest>>() {
                            @Override
                            public void succeeded(List<Manifest> manifests) {
                                if (!over) {
                                    manifests.forEach(retained::add);
                                    begin(claimed);
                                }
                            }

                            @Override
                            public void failed(Exception cause) {
                                if (over) {
                                    return;
                                }
                                if (isPassing(cause)) {
                                    ports.after(STORE_RETRY_MILLIS, () -> {
                                        if (!over) {
                                            retainGround(claimed);
                                        }
                                    });
                                } else {
                                    refuseIfClaimStands(cause.getMessage());
                                }
                            }
                        });
    }

    private void begin(List<Claimed> claimed) {
        if (record.epoch() == 1
                && claimed.stream().allMatch(region -> region.record().attempt() == 0)) {
            checkOutputs(claimed);
        } else {
            run(claimed);
        }
    }

    /** Nothing of the job has run yet: what its sinks cannot write to, or would mix with another job's output, is told now. */
    private void checkOutputs(List<Claimed> claimed) {
        ports.background()
                .start(
                        "check of the outputs",
                        () -> OutputCheck.problems(plan, operator -> ports.sinkContext(operator, claim, 0)),
                        new Completion<List<String>>() {
                            @Override
                            public void succeeded(List<String> problems) {
                                if (over) {
                                    return;
                                }
                                if (problems.isEmpty()) {
                                    run(claimed);
                                } else {
                                    refuse(String.join("; ", problems));
                                }
                            }

                            @Override
                            public void failed(Exception cause) {
                                if (!over) {
                                    refuse(cause.getMessage());
                                }
                            }
                        });
    }

    private void run(List<Claimed> claimed) {
        activity = "running";
        for (Region region : plan.regions()) {
            Claimed found = claimed.get(region.id());
            heads.add(found.head());
            regions.add(new RegionCoordinator(
                    plan, region, record.epoch(), claim, found.head(), retained, settings, ports, this));
        }
        for (Region region : plan.regions()) {
            Claimed found = claimed.get(region.id());
            regions.get(region.id()).claimed(found.record(), found.manifest());
        }
        ports.changed();
        lastTick = ports.now();
        tick();
    }

    /** The job was last run at another parallelism: one write at the job's level makes the new epoch (R11). */
    private void rescale() {
        Plan before = planAt.apply(record.parallelism());
        claimRegions(before, record.epoch(), claimed -> {
            Map<String, SnapshotId> from = new TreeMap<>();
            Set<Integer> withSnapshot = new HashSet<>();
            Set<Integer> without = new HashSet<>();
            for (Region region : before.regions()) {
                Claimed found = claimed.get(region.id());
                String folder = StoreLayout.region(record.epoch(), region.name());
                region.tasks().forEach(task -> (found.manifest() == null ? without : withSnapshot).add(task.vertex()));
                if (found.manifest() == null) {
                    // It has nothing of its own yet: what it started from is what it would start from again.
                    from.putAll(record.startsFrom());
                    continue;
                }
                if (!found.manifest().rescalable()) {
                    refuse("snapshot " + found.manifest().snapshot() + " of region " + region.name()
                            + " was not taken at a round's end and cannot be restored at parallelism "
                            + plan.parallelism()
                            + ": run the job at parallelism " + record.parallelism() + " and stop it for rescaling");
                    return;
                }
                from.put(folder, found.manifest().snapshot());
            }
            if (!record.startsFrom().isEmpty() && withSnapshot.stream().anyMatch(without::contains)) {
                refuse(
                        "since the last change of the parallelism only some regions of an operator have taken a snapshot: run the job at parallelism "
                                + record.parallelism() + " until all have");
                return;
            }
            jobObject.update(
                    old -> old.withEpoch(old.epoch() + 1, plan.parallelism(), from), new FencedObject.Outcome<>() {
                        @Override
                        public void written(JobRecord replaced, JobRecord now) {
                            record = now;
                            claimRegions(plan, now.epoch(), JobCoordinator.this::retainGround);
                        }

                        @Override
                        public void fenced(JobRecord found) {
                            JobCoordinator.this.fenced(String.valueOf(found));
                        }

                        @Override
                        public void refused(StoreException cause) {
                            refuse(cause.getMessage());
                        }
                    });
        });
    }

    // What comes in

    /** A worker says something. One that no region knows is told to go. */
    public void message(String worker, WorkerMessage message) {
        if (over) {
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
        Integer region = regionOfWorker.get(worker);
        if (!over && region != null) {
            regions.get(region).disconnected(worker);
        }
    }

    /** The provider's whole view. */
    public void observe(Observations observations) {
        if (over || regions.isEmpty()) {
            return;
        }
        Map<String, List<ObservedWorker>> byRegion = new HashMap<>();
        for (ObservedWorker worker : observations.workers()) {
            for (RegionCoordinator region : regions) {
                if (worker.name().startsWith(settings.job() + "-" + region.name() + "-")) {
                    byRegion.computeIfAbsent(region.name(), unused -> new ArrayList<>())
                            .add(worker);
                }
            }
        }
        for (RegionCoordinator region : regions) {
            region.observed(byRegion.getOrDefault(region.name(), List.of()));
        }
        if (observations.stop() != null && stop == null) {
            stop(observations.stop());
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
        }
        regions.forEach(region -> region.stop(request.rescalable()));
        ports.changed();
    }

    private void tick() {
        if (over) {
            return;
        }
        long now = ports.now();
        if (now - lastTick > settings.heartbeatTimeoutMillis() / 2) {
            // This process stood still, and what workers said meanwhile is yet to be read.
            regions.forEach(region -> region.wasAway(now));
        }
        lastTick = now;
        regions.forEach(region -> region.tick(now));
        ports.after(TICK_MILLIS, this::tick);
    }

    // What regions say

    @Override
    public void initialParts(RegionCoordinator region, Completion<Map<TaskId, TaskPart>> done) {
        initialParts.of(region.region(), record.startsFrom(), new Completion<>() {
            @Override
            public void succeeded(Map<TaskId, TaskPart> parts) {
                if (!over) {
                    done.succeeded(parts);
                }
            }

            @Override
            public void failed(Exception cause) {
                if (over) {
                    return;
                }
                if (isPassing(cause)) {
                    ports.after(STORE_RETRY_MILLIS, () -> {
                        if (!over) {
                            initialParts(region, done);
                        }
                    });
                } else {
                    refuseIfClaimStands(cause.getMessage());
                }
            }
        });
    }

    /** Whether a failure is the store's, and trying again may help. */
    private static boolean isPassing(Exception cause) {
        return cause instanceof StoreException failure
                && (failure.kind() == StoreException.Kind.UNAVAILABLE || failure.kind() == StoreException.Kind.UNCLEAR);
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public void fenced(String found) {
        if (!over) {
            over = true;
            halt();
            ports.fenced("another coordinator has claimed the job (" + found + ")");
        }
    }

    @Override
    public void failed(RegionCoordinator region, String message) {
        if (!over && verdict == null) {
            decide(new JobRecord.Outcome(
                    false, "region " + region.name() + " (" + region.region().title() + "): " + message));
        }
    }

    @Override
    public void finished(RegionCoordinator region) {
        endIfAllDone();
    }

    @Override
    public void stopped(RegionCoordinator region) {
        endIfAllDone();
    }

    private void endIfAllDone() {
        if (over || regions.size() < plan.regions().size()) {
            return;
        }
        if (regions.stream().allMatch(region -> region.phase() == RegionPhase.FINISHED)) {
            sweepAtTheEnd(new JobRecord.Outcome(true, "all " + regions.size() + " regions have finished"));
        } else if (regions.stream().allMatch(region -> region.phase().terminal())) {
            suspend();
        }
    }

    @Override
    public void restarting(RegionCoordinator region) {
        if (settings.wholeJob()) {
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
            region.snapshots().discard(retained.dropAll(folder));
        }
    }

    @Override
    public boolean acquireRestore(RegionCoordinator region) {
        if (restoring.size() < settings.restoreConcurrency()) {
            restoring.add(region);
            return true;
        }
        if (!waitingToRestore.contains(region)) {
            waitingToRestore.add(region);
        }
        return false;
    }

    @Override
    public void releaseRestore(RegionCoordinator region) {
        restoring.remove(region);
        waitingToRestore.remove(region);
        RegionCoordinator next = waitingToRestore.poll();
        if (next != null) {
            restoring.add(next);
            next.mayRestore();
        }
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
                            new SinkCommits(plan, ports, () -> over).sweep(everything, claim);
                            return null;
                        },
                        new Completion<Void>() {
                            @Override
                            public void succeeded(Void nothing) {
                                decide(outcome);
                            }

                            @Override
                            public void failed(Exception cause) {
                                ports.event("", "unfinished output is left behind: " + cause.getMessage());
                                decide(outcome);
                            }
                        });
    }

    private void decide(JobRecord.Outcome outcome) {
        activity = "finishing";
        jobObject.update(before -> before.withVerdict(outcome), new FencedObject.Outcome<>() {
            @Override
            public void written(JobRecord replaced, JobRecord now) {
                end(new Verdict(
                        outcome.succeeded() ? Verdict.Outcome.SUCCEEDED : Verdict.Outcome.FAILED,
                        outcome.message(),
                        Instant.ofEpochMilli(ports.now())));
            }

            @Override
            public void fenced(JobRecord found) {
                JobCoordinator.this.fenced(String.valueOf(found));
            }

            @Override
            public void refused(StoreException cause) {
                refuse(cause.getMessage());
            }
        });
    }

    /** Ends the run without a verdict on the job; only when all output that is committed is visible (PROTOCOL, Sinks). */
    private void suspend() {
        if (over) {
            return;
        }
        regions.forEach(region -> region.shutDown(RegionPhase.STOPPED));
        if (regions.stream().allMatch(region -> region.snapshots().settled())) {
            end(new Verdict(
                    Verdict.Outcome.SUSPENDED,
                    "stopped; a later run goes on from here",
                    Instant.ofEpochMilli(ports.now())));
        } else {
            activity = "stopping: committed output is not all visible yet";
            ports.after(TICK_MILLIS, this::suspend);
        }
    }

    private void end(Verdict end) {
        if (over) {
            return;
        }
        verdict = end;
        activity = "ended";
        over = true;
        halt();
        ports.changed();
        ports.ended(end);
    }

    /** What is missing may have been deleted by a newer coordinator: it is reported only after the own claim was found to stand (R14). */
    private void refuseIfClaimStands(String reason) {
        jobObject.update(before -> before, new FencedObject.Outcome<>() {
            @Override
            public void written(JobRecord replaced, JobRecord now) {
                refuse(reason);
            }

            @Override
            public void fenced(JobRecord found) {
                JobCoordinator.this.fenced(String.valueOf(found));
            }

            @Override
            public void refused(StoreException cause) {
                refuse(cause.getMessage());
            }
        });
    }

    private void refuse(String reason) {
        if (!over) {
            over = true;
            halt();
            ports.refused(reason);
        }
    }

    private void halt() {
        jobObject.stop();
        heads.forEach(FencedObject::stop);
        regions.forEach(region -> region.shutDown(RegionPhase.FAILED));
    }
}
