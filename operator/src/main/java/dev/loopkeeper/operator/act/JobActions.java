package dev.loopkeeper.operator.act;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.coordinator.CoordinatorStreams;
import dev.loopkeeper.operator.coordinator.CoordinatorTrust;
import dev.loopkeeper.operator.decide.PreparationNeed;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.FrozenRun;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobObjects;
import dev.loopkeeper.operator.model.JobProperties;
import dev.loopkeeper.operator.model.JobStore;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.model.PodInstance;
import dev.loopkeeper.operator.model.PodSkeleton;
import dev.loopkeeper.operator.observe.AbsentPod;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunSpecification;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.operator.observe.Trial;
import dev.loopkeeper.provider.LoadedCertificates;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.WantedWorker;
import dev.loopkeeper.provider.WorkerName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the steps of one job. Thin: what is to be done was decided before. Blocks; owned by the thread that reconciles the job. */
public final class JobActions {

    private static final Logger LOG = LoggerFactory.getLogger(JobActions.class);

    private static final int TOKEN_BYTES = 32;
    private static final int MOST_ABSENT = 1000;

    /** What is to be told once and could not be is tried again after so long. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(30);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final IterativeJob resource;
    private final JobIdentity job;
    private final JobCluster cluster;
    private final JobStores stores;
    private final JobTrust trust;
    private final OperatorSettings settings;
    private final JobMemory memory;
    private final Map<Integer, FrozenRun> runs = new HashMap<>();
    private final Tools tools;

    /** What all jobs share. */
    public record Tools(
            OperatorSettings settings,
            CertificateMaker certificates,
            CoordinatorStreams streams,
            EventRecorder events,
            JobMonitors monitors,
            Clock clock) {}

    public JobActions(IterativeJob resource, JobIdentity job, JobCluster cluster, JobMemory memory, Tools tools) {
        this.resource = resource;
        this.job = job;
        this.cluster = cluster;
        this.memory = memory;
        this.tools = tools;
        this.settings = tools.settings();
        this.stores = new JobStores(settings);
        this.trust = new JobTrust(job, cluster.secrets(), tools.certificates(), this::loadedCertificates);
    }

    /** As the newest coordinator tells it. */
    private @Nullable LoadedCertificates loadedCertificates() {
        return tools.streams().views(job).stream()
                .map(StreamView::state)
                .filter(state -> state != null)
                .max(Comparator.comparingLong(ProviderState::epoch))
                .map(ProviderState::certificates)
                .orElse(null);
    }

    /** Looks whether all is there that pods need. */
    public Preparation prepare(int run) {
        if (!memory.monitored() && resource.getMetadata().getDeletionTimestamp() == null) {
            memory.monitored(tools.monitors().ensure(job));
        }
        return JobPreparation.gather(
                job,
                resource.getSpec(),
                resource.getMetadata().getGeneration(),
                run,
                cluster,
                stores,
                trust,
                policy(),
                tools.clock().instant());
    }

    private NetworkPolicy policy() {
        return new JobObjects(job).networkPolicy();
    }

    /** How the operator shows itself to the job's coordinator; null if it has no certificate yet. */
    public @Nullable CoordinatorTrust coordinatorTrust() {
        return trust.coordinatorTrust();
    }

    /**
     * Does one thing.
     *
     * @throws KubernetesClientException if the API server refuses it or is not reached
     * @throws IllegalStateException with one line, if it cannot be done
     */
    public void act(Step step) {
        switch (step) {
            case Step.SetFinalizer(boolean present) -> finalizer(present);
            case Step.PrepareJob() -> prepareJob();
            case Step.CopyCredentials() -> {
                stores.copyCredentials(job, cluster);
                memory.forgetPreparation();
            }
            case Step.TryPods(long generation) ->
                memory.trial(new Trial(generation, refusal(), tools.clock().instant()));
            case Step.StartRun(int number, long generation) -> startRun(number, generation);
            case Step.ResolveImage(int run, String image) ->
                memory.runs().noted(run, cluster.runs().noteImage(run, image));
            case Step.RestoreConfiguration(int run) -> {
                cluster.runs()
                        .replaceConfigMap(
                                new JobObjects(job).config(run, frozen(run).config()));
                memory.forgetPreparation();
            }
            case Step.AskStop(int run, String _) ->
                cluster.runs()
                        .noteOnce(
                                run,
                                Labels.STOP_ASKED_AT,
                                Map.of(
                                        Labels.STOP_ASKED_AT,
                                        tools.clock().instant().toString()));
            case Step.ForgetRun(int run) -> cluster.runs().deleteRun(run);
            case Step.EndRun(int run, var end) ->
                cluster.runs().noteOnce(run, Labels.ENDED, FrozenRun.annotations(end));
            case Step.CreateCoordinator coordinator -> createCoordinator(coordinator);
            case Step.SelectCoordinator(long epoch) -> select(epoch);
            case Step.CreateWorker(int run, long epoch, WantedWorker worker, int unstarted, List<String> avoid) ->
                created(cluster.create(
                        new PodInstance(job).worker(frozen(run).worker(), worker, epoch, unstarted, avoid)));
            case Step.DeletePod(String name, String uid, int grace, String _) -> {
                cluster.deletePod(name, uid, grace);
                memory.created().remove(uid);
            }
            case Step.ConfirmAbsence(String name, String uid) -> confirmAbsence(name, uid);
            case Step.Report(String podUid, var observations) -> tools.streams().report(job, podUid, observations);
            case Step.CreateCleanup(int run, int failures) -> createCleanup(run, failures);
            case Step.DiscardCleanup() -> cleanup().discard();
            case Step.DeleteJob() -> cluster.deleteJob();
            case Step.Tell told -> tools.events().tell(job, told);
            case Step.TellOnce once -> tellOnce(once);
        }
    }

    private void tellOnce(Step.TellOnce once) {
        String key = once.reason() + ": " + once.message();
        Instant now = tools.clock().instant();
        if (now.isBefore(memory.told().getOrDefault(key, Instant.MIN))) {
            return;
        }
        boolean told = tools.events().tell(job, new Step.Tell(once.warning(), once.reason(), once.message()));
        memory.told().put(key, told ? Instant.MAX : now.plus(TELL_AGAIN));
    }

    /**
     * Writes the job's status.
     *
     * @return false if it was not written, and nothing is wrong with that
     * @throws KubernetesClientException if the API server refuses it or is not reached
     */
    public boolean writeStatus(IterativeJobStatus status) {
        return cluster.writeStatus(status);
    }

    /** Read when pods are made, once for all that are made together: no cache holds it (K25). */
    private FrozenRun frozen(int run) {
        return runs.computeIfAbsent(run, cluster.runs()::frozenRun);
    }

    private void finalizer(boolean present) {
        List<String> finalizers = new ArrayList<>(resource.getMetadata().getFinalizers());
        boolean changed = present
                ? !finalizers.contains(Labels.FINALIZER) && finalizers.add(Labels.FINALIZER)
                : finalizers.remove(Labels.FINALIZER);
        if (changed) {
            cluster.finalizers(resource, finalizers);
        }
    }

    private void prepareJob() {
        // First: what is made after it is never reachable without it.
        unlessTaken(() -> cluster.ensure(policy()));
        trust.settle(tools.clock().instant());
        unlessTaken(this::ensureMetricsToken);
        unlessTaken(() -> {
            if (cluster.service() == null) {
                cluster.select(0);
            }
        });
        // What somebody undoes at once is made again at the pace of looks, and not faster.
        Instant now = tools.clock().instant();
        Instant before = memory.madeAt();
        if (before == null || Duration.between(before, now).compareTo(PreparationNeed.FRESH) >= 0) {
            memory.forgetPreparation();
        }
        memory.madeAt(now);
    }

    private void ensureMetricsToken() {
        if (cluster.secrets().own(job.metricsSecret()) == null) {
            byte[] token = new byte[TOKEN_BYTES];
            RANDOM.nextBytes(token);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
            cluster.secrets().write(job.metricsSecret(), Map.of("token", text), null);
        }
    }

    /** What another's has the name of is left alone, and made when that is gone; the look at what pods need tells of it (K4). */
    private void unlessTaken(Runnable making) {
        try {
            making.run();
        } catch (NameClashException e) {
            LOG.debug("{}/{}: {}", job.namespace(), job.name(), e.getMessage());
        }
    }

    private JobStore store() {
        JobStore store = stores.of(job, resource.getSpec(), cluster);
        if (store == null) {
            throw new IllegalStateException("there is no store");
        }
        return store;
    }

    private PodSkeleton skeleton(int run, JobStore store) {
        IterativeJobSpec spec = resource.getSpec();
        return new PodSkeleton(job, run, spec, image(spec), settings.pullPolicy(spec), store);
    }

    private String image(IterativeJobSpec spec) {
        return spec.image() != null
                ? spec.image()
                : settings.workerImage()
                        .orElseThrow(
                                () -> new IllegalStateException(
                                        "spec.image is not set, and the operator has no default image (chart value images.worker)"));
    }

    private @Nullable String refusal() {
        try {
            PodSkeleton pods = skeleton(0, store());
            PodInstance instances = new PodInstance(job);
            WantedWorker wanted = WantedWorker.wanted(new WorkerName(job.name(), "r0", 0, 0), 1);
            String worker = cluster.refusal(instances.worker(pods.worker(), wanted, 0, 0, List.of()));
            if (worker != null) {
                return "spec.workers.template: " + worker;
            }
            String coordinator = cluster.refusal(instances.coordinator(pods.coordinator(), 0, 0, 0, 0, List.of()));
            return coordinator == null ? null : "spec.coordinator.template: " + coordinator;
        } catch (IllegalArgumentException e) {
            // A template whose fields are of other types than a pod's.
            return "a template is no pod: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
    }

    /**
     * The revision first: of two operators one makes it, and both take the configuration from it, so that a run is what its record says (R17). What is
     * missing beside it is restored.
     */
    private void startRun(int number, long generation) {
        try {
            if (!cluster.runs().hasRun(number)) {
                cluster.create(freeze(number, generation).revision(job, number));
            }
            cluster.runs()
                    .replaceConfigMap(
                            new JobObjects(job).config(number, frozen(number).config()));
        } finally {
            memory.forgetPreparation();
        }
    }

    private FrozenRun freeze(int number, long generation) {
        IterativeJobSpec spec = resource.getSpec();
        JobStore store = store();
        PodSkeleton pods = skeleton(number, store);
        return new FrozenRun(
                generation,
                image(spec),
                RunSpecification.of(spec),
                JobProperties.text(JobProperties.of(job, number, spec, store)),
                pods.worker(),
                pods.coordinator(),
                pods.cleanup(),
                store.address(job),
                settings.version());
    }

    private void createCoordinator(Step.CreateCoordinator step) {
        Pod pod = new PodInstance(job)
                .coordinator(
                        frozen(step.run()).coordinator(),
                        step.epoch(),
                        step.failures(),
                        step.silent(),
                        step.unstarted(),
                        step.avoidNodes());
        created(cluster.create(pod));
        select(step.epoch());
    }

    private void select(long epoch) {
        cluster.select(epoch);
        memory.forgetPreparation();
    }

    private void created(Pod pod) {
        memory.created()
                .put(
                        pod.getMetadata().getUid(),
                        new JobMemory.CreatedPod(pod, tools.clock().instant()));
    }

    private void confirmAbsence(String name, @Nullable String uid) {
        if (memory.absent().size() >= MOST_ABSENT) {
            memory.absent().clear();
        }
        Pod there = cluster.pod(name);
        if (there == null || (uid != null && !uid.equals(there.getMetadata().getUid()))) {
            memory.absent().add(new AbsentPod(name, uid));
        } else {
            // The cache is behind.
            created(there);
        }
    }

    private JobCleanup cleanup() {
        return new JobCleanup(resource, job, cluster, stores, settings);
    }

    private void createCleanup(int run, int failures) {
        if (!cluster.isHeld()) {
            // The cache is behind: the store is cleared, and nobody would remove another pod of that.
            return;
        }
        try {
            created(cleanup().start(run, failures));
        } catch (KubernetesClientException e) {
            if (!namespaceTerminating(e)) {
                throw e;
            }
            memory.namespaceIsTerminating();
        }
    }

    private static boolean namespaceTerminating(KubernetesClientException e) {
        return e.getStatus() != null
                && e.getStatus().getDetails() != null
                && e.getStatus().getDetails().getCauses().stream()
                        .map(StatusCause::getReason)
                        .anyMatch("NamespaceTerminating"::equals);
    }
}
