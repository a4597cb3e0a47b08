package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.decide.NodeSuspicion;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.observe.NodeSight;
import dev.loopkeeper.operator.observe.NodeView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that no good was heard of (K1), and the jobs with workers there: only those are looked at again when that changes, so that an idle job costs
 * nothing (K22). One thread looks; all may ask.
 */
final class SuspectedNodes {

    private final Consumer<JobIdentity> changed;
    private final Map<JobIdentity, Set<String>> placements = new ConcurrentHashMap<>();
    private volatile Map<String, String> suspected = Map.of();
    private @Nullable NodeSight sight;

    /** @param changed called with a job that has workers on a node of which something else is to be said than before; it must not block */
    SuspectedNodes(Consumer<JobIdentity> changed) {
        this.changed = changed;
    }

    /** Their names, and why. */
    Map<String, String> now() {
        return suspected;
    }

    /** The job's workers are on these nodes. To be told before {@link #now} is asked for the job, or a change in between is missed. */
    void placed(JobIdentity job, Set<String> nodes) {
        if (nodes.isEmpty()) {
            placements.remove(job);
        } else {
            placements.put(job, Set.copyOf(nodes));
        }
    }

    /**
     * Looks at what is known of the nodes, once a second.
     *
     * @param seen whether that is up to date
     */
    void look(Collection<NodeView> nodes, boolean seen, Instant now) {
        sight = NodeSuspicion.sight(sight, seen, now);
        suspect(NodeSuspicion.suspected(nodes, sight, now));
    }

    /** The nodes are watched no more. */
    void forget() {
        sight = null;
        suspect(Map.of());
    }

    private void suspect(Map<String, String> nodes) {
        Map<String, String> before = suspected;
        Set<String> different = Stream.concat(before.keySet().stream(), nodes.keySet().stream())
                .filter(node -> !Objects.equals(before.get(node), nodes.get(node)))
                .collect(Collectors.toSet());
        if (different.isEmpty()) {
            return;
        }
        suspected = Map.copyOf(nodes);
        List<JobIdentity> affected = placements.entrySet().stream()
                .filter(placement -> placement.getValue().stream().anyMatch(different::contains))
                .map(Map.Entry::getKey)
                .toList();
        affected.forEach(changed);
    }
}
