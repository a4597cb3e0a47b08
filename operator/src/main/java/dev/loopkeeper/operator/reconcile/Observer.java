package dev.loopkeeper.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.act.JobMemory;
import dev.loopkeeper.operator.coordinator.CoordinatorStreams;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.observe.Fleet;
import dev.loopkeeper.operator.observe.JobView;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodView;
import dev.loopkeeper.operator.observe.RunView;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what is known of a job: from the caches, the streams, and what this process remembers. */
final class Observer {

    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

    /** The cache has shown a pod by then, or the pod has gone. */
    static final Duration CACHE_LAG = Duration.ofSeconds(10);

    private final CoordinatorStreams streams;
    private final ApiServerHealth apiServer;
    private final SpecificationCheck specifications;
    private final SuspectedNodes nodes;
    private final FormerLeader formerLeader;

    Observer(
            CoordinatorStreams streams,
            ApiServerHealth apiServer,
            SpecificationCheck specifications,
            SuspectedNodes nodes,
            FormerLeader formerLeader) {
        this.streams = streams;
        this.apiServer = apiServer;
        this.specifications = specifications;
        this.nodes = nodes;
        this.formerLeader = formerLeader;
    }

    static JobIdentity identity(IterativeJob resource) {
        ObjectMeta metadata = resource.getMetadata();
        return new JobIdentity(metadata.getNamespace(), metadata.getName(), metadata.getUid());
    }

    Observation observe(
            IterativeJob resource,
            Collection<Pod> cachedPods,
            Collection<ControllerRevision> revisions,
            JobMemory memory,
            Instant now) {
        JobIdentity job = identity(resource);
        Fleet fleet = streams.fleet(job);
        if (fleet.silent() > 0) {
            fleet = fleet.withApiServer(apiServer.reachable(), apiServer.missedAt());
        }
        fleet = fleet.withLostNode(formerLeader.node());
        return new Observation(
                now,
                view(resource, memory),
                runs(job, revisions, memory),
                pods(cachedPods, memory, now),
                streams.views(job),
                memory.absent(),
                memory.preparation(),
                problems(resource, memory),
                memory.trial(),
                fleet,
                nodes.now());
    }

    static JobView view(IterativeJob resource, JobMemory memory) {
        ObjectMeta metadata = resource.getMetadata();
        Map<String, String> annotations = metadata.getAnnotations();
        return new JobView(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getGeneration(),
                metadata.getDeletionTimestamp() == null ? null : Instant.parse(metadata.getDeletionTimestamp()),
                metadata.getFinalizers().contains(Labels.FINALIZER),
                annotations != null && Labels.PAUSED.equals(annotations.get(Labels.RECONCILE)),
                memory.namespaceTerminating(),
                resource.getSpec(),
                resource.specAsWritten() == null,
                onDelete(resource),
                resource.getStatus());
    }

    /** From what was written where not all could be read: the defaults that stand in the specification then are nobody's wish. */
    private static @Nullable DeletionPolicy onDelete(IterativeJob resource) {
        JsonNode written = resource.specAsWritten();
        if (written == null) {
            return resource.getSpec().snapshots().onDelete();
        }
        return switch (written.path("snapshots").path("onDelete").asText()) {
            case "Retain" -> DeletionPolicy.RETAIN;
            case "Delete" -> DeletionPolicy.DELETE;
            default -> null;
        };
    }

    private static List<RunView> runs(JobIdentity job, Collection<ControllerRevision> revisions, JobMemory memory) {
        return memory.runs()
                .of(revisions.stream().filter(revision -> owned(job, revision)).toList());
    }

    /** A job of the same name before this one has left its own. */
    static boolean owned(JobIdentity job, ControllerRevision revision) {
        return revision.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> job.uid().equals(owner.getUid()));
    }

    /** Those of the cache, and those that were created and have not reached it yet. */
    private static List<PodView> pods(Collection<Pod> cached, JobMemory memory, Instant now) {
        Map<String, Pod> byUid = new HashMap<>();
        cached.forEach(pod -> byUid.put(pod.getMetadata().getUid(), pod));
        memory.created()
                .values()
                .removeIf(
                        created -> byUid.containsKey(created.pod().getMetadata().getUid())
                                || Duration.between(created.at(), now).compareTo(CACHE_LAG) > 0);
        memory.created().forEach((uid, created) -> byUid.putIfAbsent(uid, created.pod()));
        return byUid.values().stream()
                .map(Observer::pod)
                .flatMap(Optional::stream)
                .toList();
    }

    /** A pod that somebody has labelled wrongly must not stand in the way of the others. */
    private static Optional<PodView> pod(Pod pod) {
        try {
            return PodReduction.of(pod);
        } catch (IllegalStateException e) {
            LOG.error("{}", e.getMessage());
            return Optional.empty();
        }
    }

    private List<String> problems(IterativeJob resource, JobMemory memory) {
        long generation = resource.getMetadata().getGeneration();
        List<String> known = memory.specificationProblems(generation);
        if (known != null) {
            return known;
        }
        List<String> problems = specifications.problems(resource);
        memory.specificationProblems(generation, problems);
        return problems;
    }
}
