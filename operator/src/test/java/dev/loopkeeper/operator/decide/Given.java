package dev.loopkeeper.operator.decide;

import dev.loopkeeper.crds.read.InvalidJobException;
import dev.loopkeeper.crds.read.JobFile;
import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.observe.AbsentPod;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.Fleet;
import dev.loopkeeper.operator.observe.JobView;
import dev.loopkeeper.operator.observe.MissingObject;
import dev.loopkeeper.operator.observe.NameClash;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunSpecification;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StoreAddress;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.operator.observe.Trial;
import dev.loopkeeper.provider.ProviderState;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is observed in a test, line by line: a job {@code rework} that runs run 1 of generation 1, unless something else is said. */
public final class Given {

    public static final Instant NOW = Instant.parse("2026-11-21T03:20:00Z");
    public static final String UID = "4f0e";

    /** Where runs are, and the next would be. */
    public static final String STORE = "s3://jobs/loops";

    private static final StoreAddress HERE = new StoreAddress(STORE);

    private String extra = "";
    private long generation = 1;
    private boolean readable = true;
    private DeletionPolicy onDelete;
    private Instant deletedAt;
    private boolean finalizer;
    private boolean paused;
    private boolean namespaceTerminating;
    private IterativeJobStatus status;
    private final List<RunView> runs = new ArrayList<>();
    private final List<PodView> pods = new ArrayList<>();
    private final List<StreamView> streams = new ArrayList<>();
    private final Set<AbsentPod> absent = new HashSet<>();
    private Preparation preparation = new Preparation(1, HERE, List.of(), List.of(), true, true, true, 1);
    private boolean preparedBefore;
    private String store = STORE;
    private List<String> problems = List.of();
    private Trial trial;
    private final Map<String, String> suspected = new HashMap<>();
    private Fleet fleet = new Fleet(10, 0, true, true, null, null);

    /** A job that has never run. */
    public static Given newJob() {
        return new Given();
    }

    /** A job whose run 1 of generation 1 was started. */
    public static Given runningJob() {
        return new Given().run(1, 1, null, null);
    }

    /** Lines of {@code spec} beyond the program. */
    public Given spec(String lines) {
        extra = lines;
        return this;
    }

    public Given generation(long given) {
        generation = given;
        return this;
    }

    /** Not all of the specification could be read; what becomes of the store could be, if this is not null. */
    public Given unreadable(DeletionPolicy legible) {
        readable = false;
        onDelete = legible;
        return problem("spec.workers.cpu: expected a quantity");
    }

    public Given deleted(Duration ago) {
        deletedAt = NOW.minus(ago);
        return this;
    }

    public Given finalizer() {
        finalizer = true;
        return this;
    }

    public Given paused() {
        paused = true;
        return this;
    }

    public Given namespaceTerminating() {
        namespaceTerminating = true;
        return this;
    }

    public Given statusNames(String coordinator, long epoch) {
        return status("""
                run: {number: 1, generation: 1}
                coordinator: {pod: %s, epoch: %d}
                """.formatted(coordinator, epoch));
    }

    public Given status(IterativeJobStatus given) {
        status = given;
        return this;
    }

    /** Lines of {@code status} beyond the generation, as they were written before. */
    public Given status(String lines) {
        return status(statusOf(lines));
    }

    /** The status says that the job is Stalled. */
    public Given stalled(String reason, String message) {
        return status("""
                conditions:
                - {type: Stalled, status: "True", observedGeneration: 1, lastTransitionTime: "%s", reason: %s, message: "%s"}
                """.formatted(NOW.minusSeconds(60), reason, message));
    }

    /** Where runs that are given after this are. */
    public Given store(String kept) {
        store = kept;
        return this;
    }

    /** A run of the smallest specification. */
    public Given run(int number, long runGeneration, Duration stopAskedAgo, RunEnd end) {
        runs.add(new RunView(
                number,
                "rework-run-" + number,
                runGeneration,
                "image@sha256:1",
                "0.1.0",
                RunSpecification.of(specification("")),
                store,
                stopAskedAgo == null ? null : NOW.minus(stopAskedAgo),
                end));
        return this;
    }

    /** The image of the newest run. */
    public Given image(String given) {
        runs.add(runs.removeLast().withImage(given));
        return this;
    }

    public Given ended(RunEnd.Outcome outcome) {
        RunView last = runs.removeLast();
        return run(last.number(), last.generation(), null, new RunEnd(outcome, "it is over", NOW.minusSeconds(60)));
    }

    public Given stopAsked(Duration ago) {
        RunView last = runs.removeLast();
        return run(last.number(), last.generation(), ago, null);
    }

    public Given pod(Pod pod) {
        pods.add(pod.view());
        return this;
    }

    /** The coordinator in this pod was last heard so long ago, and said this. */
    public Given heard(String podUid, Duration ago, ProviderState state) {
        streams.add(new StreamView(podUid, NOW.minusSeconds(300), NOW.minus(ago), state, null, null));
        return this;
    }

    /** The coordinator in this pod was dialed so long ago and never heard. */
    public Given dialed(String podUid, Duration ago) {
        streams.add(new StreamView(podUid, NOW.minus(ago), null, null, null, "connection refused"));
        return this;
    }

    public Given absent(String name, String uid) {
        absent.add(new AbsentPod(name, uid));
        return this;
    }

    public Given unprepared() {
        preparation = null;
        return this;
    }

    public Given missing(MissingObject object) {
        preparation = new Preparation(1, HERE, List.of(object), List.of(), true, true, true, 1);
        return this;
    }

    /** What was gathered is of an earlier generation. */
    public Given preparedBefore() {
        preparedBefore = true;
        return this;
    }

    /** The next run would be here. */
    public Given storeNow(String store, String... formerEndpoints) {
        StoreAddress there = new StoreAddress(store, List.of(formerEndpoints));
        preparation = new Preparation(1, there, List.of(), List.of(), true, preparation.credentialsReady(), true, 1);
        return this;
    }

    /** The default store's credentials are others than those that the job has. */
    public Given rotated() {
        preparation = new Preparation(1, preparation.store(), List.of(), List.of(), true, false, true, 1);
        return this;
    }

    /** Another's object has the name of one of the job's own, which these pods mount: an earlier job's, which goes by itself, or somebody's. */
    public Given clash(boolean going, Component... barred) {
        NameClash clash = new NameClash("Secret", "rework-ca", going, Set.of(barred));
        preparation = new Preparation(1, HERE, List.of(), List.of(clash), true, true, true, 1);
        return this;
    }

    public Given preparation(Preparation given) {
        preparation = given;
        return this;
    }

    public Given problem(String problem) {
        problems = List.of(problem);
        return this;
    }

    public Given tried(long triedGeneration, String refusal) {
        return tried(triedGeneration, refusal, Duration.ZERO);
    }

    public Given tried(long triedGeneration, String refusal, Duration ago) {
        trial = new Trial(triedGeneration, refusal, NOW.minus(ago));
        return this;
    }

    /** The operator that led before vanished from this node. */
    public Given lostNode(String node) {
        fleet = fleet.withLostNode(node);
        return this;
    }

    public Given fleet(int coordinators, int silent, boolean anyHeard, boolean apiServer) {
        fleet = new Fleet(coordinators, silent, anyHeard, apiServer, null, null);
        return this;
    }

    /** No good was heard of this node of the cluster. */
    public Given suspects(String node, String reason) {
        suspected.put(node, reason);
        return this;
    }

    /** The operator had reason to doubt its own ears until so long ago. */
    public Given doubted(Duration ago) {
        fleet = fleet.withApiServer(true, NOW.minus(ago));
        return this;
    }

    public Observation observation() {
        JobView job = new JobView(
                "factory",
                "rework",
                UID,
                generation,
                deletedAt,
                finalizer,
                paused,
                namespaceTerminating,
                specification(extra),
                readable,
                readable ? specification(extra).snapshots().onDelete() : onDelete,
                status);
        return new Observation(NOW, job, runs, pods, streams, absent, prepared(), problems, trial, fleet, suspected);
    }

    private Preparation prepared() {
        return preparation == null
                ? null
                : new Preparation(
                        preparedBefore ? generation - 1 : generation,
                        preparation.store(),
                        preparation.missing(),
                        preparation.clashes(),
                        preparation.objectsReady(),
                        preparation.credentialsReady(),
                        preparation.configReady(),
                        preparation.serviceEpoch());
    }

    public Decision decision() {
        return JobDecision.decide(observation());
    }

    /** The specification with these lines beyond the program, its defaults filled in as the API server does. */
    public static IterativeJobSpec specification(String lines) {
        String yaml = """
                apiVersion: loopkeeper.dev/v1alpha1
                kind: IterativeJob
                metadata: {name: rework}
                spec:
                  program: {className: dev.example.Rework}
                """ + lines.indent(2);
        try {
            return JobFile.parse(yaml, "test").job().getSpec();
        } catch (InvalidJobException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The status about generation 1 with these lines beyond that. */
    public static IterativeJobStatus statusOf(String lines) {
        return new KubernetesSerialization().unmarshal("observedGeneration: 1\n" + lines, IterativeJobStatus.class);
    }
}
