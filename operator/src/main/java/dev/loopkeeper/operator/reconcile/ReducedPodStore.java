package dev.loopkeeper.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps of each pod what decisions need: metadata, node, and how its containers are (K25). Safe for all threads. */
final class ReducedPodStore implements ItemStore<Pod> {

    private final Map<String, Pod> pods = new ConcurrentHashMap<>();

    @Override
    public String getKey(Pod pod) {
        return Cache.metaNamespaceKeyFunc(pod);
    }

    @Override
    public @Nullable Pod put(String key, Pod pod) {
        return pods.put(key, reduced(pod));
    }

    static Pod reduced(Pod pod) {
        PodBuilder kept = new PodBuilder()
                .withMetadata(new ObjectMetaBuilder(pod.getMetadata())
                        .withManagedFields()
                        .build())
                .withNewSpec()
                .withNodeName(pod.getSpec() == null ? null : pod.getSpec().getNodeName())
                .endSpec();
        if (pod.getStatus() != null) {
            kept.withStatus(new PodStatusBuilder()
                    .withPhase(pod.getStatus().getPhase())
                    .withReason(pod.getStatus().getReason())
                    .withMessage(pod.getStatus().getMessage())
                    .withPodIP(pod.getStatus().getPodIP())
                    .withStartTime(pod.getStatus().getStartTime())
                    .withConditions(pod.getStatus().getConditions())
                    .withContainerStatuses(pod.getStatus().getContainerStatuses())
                    .build());
        }
        return kept.build();
    }

    @Override
    public @Nullable Pod remove(String key) {
        return pods.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return pods.keySet().stream();
    }

    @Override
    public Stream<Pod> values() {
        return pods.values().stream();
    }

    @Override
    public int size() {
        return pods.size();
    }

    @Override
    public @Nullable Pod get(String key) {
        return pods.get(key);
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
