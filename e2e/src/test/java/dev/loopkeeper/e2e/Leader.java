package dev.loopkeeper.e2e;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The replica of the operator that works, as its lease says. */
final class Leader {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Environment environment;

    Leader(Environment environment) {
        this.environment = environment;
    }

    /** Its pod; empty while none is there that holds the lease. */
    Optional<Pod> pod() {
        // There is no other lease in the release's namespace.
        List<String> holders =
                environment.client().leases().inNamespace(environment.system()).list().getItems().stream()
                        .map(lease -> String.valueOf(lease.getSpec().getHolderIdentity()))
                        .toList();
        return pods().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> holders.stream()
                        .anyMatch(holder -> holder.contains(pod.getMetadata().getName())))
                .findFirst();
    }

    /** Its node, when the store for a first try is on another: where it is not so, the leader is deleted, and the next one asked. */
    String besidesNoStore() {
        String store = pods().stream()
                .filter(pod -> pod.getMetadata().getName().contains("dev-store"))
                .map(pod -> pod.getSpec().getNodeName())
                .findFirst()
                .orElseThrow();
        Pod first = await().atMost(LIMIT).until(this::pod, Optional::isPresent).orElseThrow();
        if (!first.getSpec().getNodeName().equals(store)) {
            return first.getSpec().getNodeName();
        }
        environment.jobs().deletePodAtOnce(first);
        return await().atMost(LIMIT)
                .until(
                        this::pod,
                        next -> next.filter(pod -> !pod.getSpec().getNodeName().equals(store))
                                .isPresent())
                .orElseThrow()
                .getSpec()
                .getNodeName();
    }

    private List<Pod> pods() {
        return environment
                .client()
                .pods()
                .inNamespace(environment.system())
                .list()
                .getItems();
    }
}
