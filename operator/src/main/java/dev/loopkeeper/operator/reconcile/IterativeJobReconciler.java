package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.act.DefaultCredentials;
import dev.loopkeeper.operator.act.EventRecorder;
import dev.loopkeeper.operator.act.JobActions;
import dev.loopkeeper.operator.act.JobCluster;
import dev.loopkeeper.operator.act.JobMemory;
import dev.loopkeeper.operator.act.JobMonitors;
import dev.loopkeeper.operator.act.OperatorSettings;
import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.coordinator.CoordinatorStreams;
import dev.loopkeeper.operator.coordinator.CoordinatorTrust;
import dev.loopkeeper.operator.decide.Decision;
import dev.loopkeeper.operator.decide.JobDecision;
import dev.loopkeeper.operator.decide.PreparationNeed;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.model.Ports;
import dev.loopkeeper.operator.monitor.OperatorMetrics;
import dev.loopkeeper.operator.monitor.Reconciliations;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.operator.status.JobStatusOf;
import dev.loopkeeper.operator.status.StatusEvents;
import dev.loopkeeper.operator.status.StatusWrite;
import dev.loopkeeper.operator.status.Trouble;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what is known of a job, has it decided upon, does it, and writes the status. It is called for one job at a time, for different jobs at once.
 */
@ControllerConfiguration(
        name = IterativeJobReconciler.NAME,
        // The SDK could take a foreign change for the echo of our own.
        informer = @Informer(comparableResourceVersions = false),
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true,
        fieldManager = Labels.OPERATOR)
@Singleton
public final class IterativeJobReconciler implements Reconciler<IterativeJob> {

    /** The controller's name, by which its configuration is found. */
    public static final String NAME = "iterativejob";

    private static final Logger LOG = LoggerFactory.getLogger(IterativeJobReconciler.class);

    /** What steps lead to is not always seen by a watch. */
    private static final Duration SOON = Duration.ofMillis(200);

    private static final Duration TRUST_AGE = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Clock clock = Clock.systemUTC();
    private final StreamEventSource streamEvents = new StreamEventSource();
    private final CoordinatorStreams streams;
    private final SuspectedNodes nodes = new SuspectedNodes(streamEvents::tell);
    private final @Nullable NodeWatch nodeWatch;
    private final Observer observer;
    private final JobActions.Tools tools;
    private final DefaultCredentials defaultCredentials;
    private final OperatorMetrics metrics;
    private final Reconciliations reconciliations;
    private final Map<JobIdentity, JobMemory> memories = new ConcurrentHashMap<>();

    @Inject
    public IterativeJobReconciler(
            KubernetesClient client,
            Vertx vertx,
            OperatorSettings settings,
            OperatorMetrics metrics,
            Reconciliations reconciliations,
            FormerLeader formerLeader) {
        this.client = client;
        this.metrics = metrics;
        this.reconciliations = reconciliations;
        this.streams = new CoordinatorStreams(vertx, clock, streamEvents::tell);
        this.observer = new Observer(
                streams,
                new ApiServerHealth(client, clock),
                new SpecificationCheck(client.getKubernetesSerialization()),
                nodes,
                formerLeader);
        this.nodeWatch = settings.watchNodes() ? new NodeWatch(client, clock, nodes, Thread::sleep, LOG::warn) : null;
        this.defaultCredentials = new DefaultCredentials(client, settings);
        this.tools = new JobActions.Tools(
                settings,
                new CertificateMaker(),
                streams,
                new EventRecorder(client, clock),
                new JobMonitors(client, settings.jobPodMonitors(), clock),
                clock);
        metrics.watch(streams::fleet);
    }

    @PreDestroy
    void close() {
        if (nodeWatch != null) {
            nodeWatch.close();
        }
        streams.close();
    }

    @Override
    public List<EventSource<?, IterativeJob>> prepareEventSources(EventSourceContext<IterativeJob> context) {
        return List.of(JobEventSources.pods(context), JobEventSources.revisions(context), streamEvents);
    }

    @Override
    public UpdateControl<IterativeJob> reconcile(IterativeJob resource, Context<IterativeJob> context) {
        JobIdentity job = Observer.identity(resource);
        if (context.isPrimaryResourceDeleted()) {
            memories.remove(job);
            metrics.forget(job);
            streams.retain(job, Set.of());
            nodes.placed(job, Set.of());
            return UpdateControl.noUpdate();
        }
        if (nodeWatch != null) {
            nodeWatch.start();
        }
        Instant begun = clock.instant();
        try (var _ = reconciliations.begin(job)) {
            return reconcile(job, resource, context);
        } finally {
            metrics.reconciled(Duration.between(begun, clock.instant()));
        }
    }

    private UpdateControl<IterativeJob> reconcile(
            JobIdentity job, IterativeJob resource, Context<IterativeJob> context) {
        JobMemory memory = memories.computeIfAbsent(job, _ -> new JobMemory());
        Collection<ControllerRevision> revisions = context.getSecondaryResources(ControllerRevision.class);
        Collection<Pod> pods = context.getSecondaryResources(Pod.class);
        JobCluster cluster = new JobCluster(client, job);
        JobActions actions = new JobActions(resource, job, cluster, memory, tools);
        StepRunner runner = new StepRunner(job, actions, memory, metrics);

        Observation seen = observer.observe(resource, pods, revisions, memory, clock.instant());
        nodes.placed(job, seen.workerNodes());
        runner.attempt(() -> listen(job, seen, actions, memory));
        if (resource.getSpec().snapshots().store() == null) {
            memory.defaultCredentials(defaultCredentials.version(clock.instant()));
        }
        if (PreparationNeed.due(seen, memory.preparedAt())) {
            runner.attempt(() -> prepare(seen, cluster, actions, memory));
        }
        Observation complete = observer.observe(resource, pods, revisions, memory, clock.instant());
        Decision decision = JobDecision.decide(complete);
        runner.run(decision.steps());
        return conclude(job, resource, complete, decision, actions, runner, memory);
    }

    private void prepare(Observation seen, JobCluster cluster, JobActions actions, JobMemory memory) {
        if (seen.job().deleting() && cluster.namespaceTerminating()) {
            memory.namespaceIsTerminating();
        }
        int run = seen.run()
                .filter(present -> !present.ended())
                .map(RunView::number)
                .orElse(0);
        memory.preparation(actions.prepare(run), clock.instant());
    }

    /** Opens the streams of the coordinators that may speak, and closes all others. */
    private void listen(JobIdentity job, Observation seen, JobActions actions, JobMemory memory) {
        List<PodView> speaking = seen.coordinators().stream()
                .filter(pod -> pod.address() != null && (pod.phase() == PodPhase.RUNNING || heard(seen, pod)))
                .toList();
        if (!speaking.isEmpty()) {
            CoordinatorTrust trust = trust(seen, actions, memory);
            if (trust != null) {
                Duration timeout = seen.job().spec().recovery().coordinatorSilence();
                for (PodView pod : speaking) {
                    String address = pod.address();
                    if (address != null) {
                        streams.listen(job, pod.uid(), address, Ports.COORDINATOR_HTTPS, trust, timeout);
                    }
                }
            }
        }
        streams.retain(job, speaking.stream().map(PodView::uid).collect(Collectors.toSet()));
    }

    /** What a coordinator said last is needed until the end of its run was recorded. */
    private static boolean heard(Observation seen, PodView pod) {
        boolean recorded = seen.run().map(RunView::ended).orElse(true);
        return !recorded && seen.stream(pod).map(StreamView::state).isPresent();
    }

    /** Read again when it is old and something is wrong: another operator process may have renewed it. */
    private @Nullable CoordinatorTrust trust(Observation seen, JobActions actions, JobMemory memory) {
        Instant readAt = memory.trustReadAt();
        boolean wrong = seen.streams().stream().anyMatch(stream -> stream.problem() != null);
        boolean old = readAt == null || Duration.between(readAt, seen.now()).compareTo(TRUST_AGE) > 0;
        if (memory.trust() == null || (wrong && old)) {
            memory.trust(actions.coordinatorTrust(), seen.now());
        }
        return memory.trust();
    }

    private UpdateControl<IterativeJob> conclude(
            JobIdentity job,
            IterativeJob resource,
            Observation seen,
            Decision decision,
            JobActions actions,
            StepRunner runner,
            JobMemory memory) {
        Trouble before = memory.trouble() == null ? Trouble.written(resource.getStatus()) : memory.trouble();
        Trouble trouble = Trouble.next(before, decision.situation().and(runner.trouble()), seen.now());
        memory.trouble(trouble);
        if (!seen.job().deleting()) {
            IterativeJobStatus status = JobStatusOf.of(seen, trouble);
            metrics.told(job, status.phase(), status.restarts());
            write(status, resource, seen, actions, runner, memory);
        }
        UpdateControl<IterativeJob> control = UpdateControl.noUpdate();
        Duration delay = runner.conclude()
                .or(() -> runner.acted() ? Optional.of(SOON) : decision.recheck())
                .orElse(null);
        return delay == null ? control : control.rescheduleAfter(delay);
    }

    /** One write at the end, and the events after it. */
    private static void write(
            IterativeJobStatus status,
            IterativeJob resource,
            Observation seen,
            JobActions actions,
            StepRunner runner,
            JobMemory memory) {
        IterativeJobStatus before = statusBefore(resource, memory, seen.now());
        if (!StatusWrite.due(before, status, memory.statusWrittenAt(), seen.now())
                || !runner.attemptAnyway(() -> actions.writeStatus(status))) {
            return;
        }
        memory.statusWritten(status, seen.now());
        StatusEvents.of(before, status)
                .forEach(told -> actions.act(new Step.Tell(told.warning(), told.reason(), told.message())));
    }

    /** The cache may not have what was just written, and would have it told twice. */
    private static @Nullable IterativeJobStatus statusBefore(IterativeJob resource, JobMemory memory, Instant now) {
        Instant writtenAt = memory.statusWrittenAt();
        return writtenAt != null && Duration.between(writtenAt, now).compareTo(Observer.CACHE_LAG) < 0
                ? memory.statusWritten()
                : resource.getStatus();
    }
}
