package dev.loopkeeper.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;

/** What is kept of a pod: metadata, node, and how its containers are (K25). */
final class CachedPod {

    private CachedPod() {}

    static Pod of(Pod pod) {
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
                    .withInitContainerStatuses(pod.getStatus().getInitContainerStatuses())
                    .withContainerStatuses(pod.getStatus().getContainerStatuses())
                    .build());
        }
        return kept.build();
    }
}
