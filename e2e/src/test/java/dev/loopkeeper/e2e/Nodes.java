package dev.loopkeeper.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The cluster's nodes, and which of them take new pods. */
final class Nodes {

    private final KubernetesClient client;

    Nodes(KubernetesClient client) {
        this.client = client;
    }

    List<String> names() {
        return client.nodes().list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .toList();
    }

    /** Those on which pods of a namespace run. */
    Set<String> of(String namespace) {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getSpec().getNodeName())
                .collect(Collectors.toSet());
    }

    /** Sends new pods to one node only. */
    void takeOnly(String node) {
        names().forEach(name -> schedulable(name, name.equals(node)));
    }

    /** Sends new pods to all nodes. */
    void takeAll() {
        names().forEach(name -> schedulable(name, true));
    }

    /** By a merge: kubelets write their nodes all the time, and what was read is old when it is written. */
    private void schedulable(String name, boolean schedulable) {
        client.nodes()
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"unschedulable\": " + !schedulable + "}}");
    }
}
