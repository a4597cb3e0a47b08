package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.crds.v1alpha1.RegionStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A node that is cut off with pods on it, which run on and do not know that they are replaced: the job goes on elsewhere in time (K2, K24), and when
 * the node is back nothing of what those pods have done since counts.
 */
@ExtendWith(OnCluster.class)
final class NodesE2E {

    private static final int ORDERS = 20_000;
    private static final int RATE = 60;
    private static final Duration WORKERS_BUDGET = Duration.ofSeconds(15);
    private static final Duration COORDINATORS_BUDGET = Duration.ofSeconds(20);
    private static final Duration LEADERS_BUDGET = Duration.ofSeconds(30);

    private static final String ANYWHERE = "coordinator: {memory: 384Mi, cpu: 20m}\n";

    @Test
    void k24ANodeOfWorkersIsCutOff(Environment environment) throws Exception {
        assumeTrue(environment.cluster().losesNodes(), "nodes of this cluster cannot be cut off from here");
        // Beside a part of the release, so not on the node that is lost.
        String elsewhere = new Nodes(environment.client())
                .of(environment.system()).stream().sorted().findFirst().orElseThrow();
        String coordinator = """
                coordinator:
                  memory: 384Mi
                  cpu: 20m
                  template:
                    spec:
                      nodeSelector: {kubernetes.io/hostname: %s}
                      tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists}]
                """.formatted(elsewhere);
        recoversInTime(environment, "workers-node", coordinator, nodeWithoutRelease(environment), WORKERS_BUDGET);
    }

    @Test
    void k24ANodeOfWorkersAndTheirCoordinatorIsCutOff(Environment environment) throws Exception {
        assumeTrue(environment.cluster().losesNodes(), "nodes of this cluster cannot be cut off from here");
        recoversInTime(environment, "whole-node", ANYWHERE, nodeWithoutRelease(environment), COORDINATORS_BUDGET);
    }

    @Test
    void k24ANodeOfWorkersTheirCoordinatorAndTheLeadingOperatorIsCutOff(Environment environment) throws Exception {
        assumeTrue(environment.cluster().losesNodes(), "nodes of this cluster cannot be cut off from here");
        environment.release().install(environment.images(), "replicas=2");
        try {
            recoversInTime(
                    environment, "leaders-node", ANYWHERE, new Leader(environment).besidesNoStore(), LEADERS_BUDGET);
        } finally {
            environment.release().install(environment.images());
        }
    }

    private static void recoversInTime(
            Environment environment, String name, String coordinator, String victim, Duration budget) throws Exception {
        assertThat(cutOff(environment, name, coordinator, victim))
                .as("from the cut until all regions run elsewhere")
                .isLessThanOrEqualTo(budget);
    }

    private static String nodeWithoutRelease(Environment environment) {
        Nodes nodes = new Nodes(environment.client());
        Set<String> kept = nodes.of(environment.system());
        return nodes.names().stream()
                .filter(node -> !kept.contains(node))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the release has pods on all nodes: none can be cut off"));
    }

    /** Cuts off the node of a job's workers, and puts it back; how long the job did not run whole. */
    private static Duration cutOff(Environment environment, String name, String coordinator, String victim)
            throws Exception {
        Jobs jobs = environment.jobs();
        Nodes nodes = new Nodes(environment.client());
        nodes.takeOnly(victim);
        try {
            jobs.create(name, Rework.spec(ORDERS, RATE, name, 2, coordinator));
            jobs.awaitPhase(name, JobPhase.RUNNING);
        } finally {
            nodes.takeAll();
        }
        Map<String, Long> before = attempts(jobs.get(name));

        Duration took;
        try {
            Instant cut = Instant.now();
            environment.cluster().cut(victim);
            jobs.await(
                    name,
                    "runs in later attempts",
                    job -> job.getStatus().phase() == JobPhase.RUNNING
                            && attempts(job).entrySet().stream()
                                    .allMatch(region -> region.getValue() > before.get(region.getKey())));
            took = Duration.between(cut, Instant.now());
            System.out.println("node " + victim + " of " + name + " cut off: " + took + ", "
                    + jobs.get(name).getStatus().regions());
            assertThat(jobs.pods(name))
                    .filteredOn(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                    .extracting(pod -> pod.getSpec().getNodeName())
                    .doesNotContain(victim);
        } finally {
            environment.cluster().join(victim);
        }
        jobs.await(
                name,
                "has no pod there any more",
                _ -> nodesOf(jobs, name).stream().noneMatch(victim::equals));
        jobs.patch(name, "{\"spec\": {\"program\": {\"parameters\": {\"rate\": \"0\"}}}}");
        jobs.awaitPhase(name, JobPhase.SUCCEEDED);
        assertThat(Rework.written(environment, name)).isEqualTo(Rework.ledger(ORDERS));
        jobs.delete(name);
        return took;
    }

    private static Map<String, Long> attempts(IterativeJob job) {
        Map<String, Long> attempts = new HashMap<>();
        for (RegionStatus region : job.getStatus().regions()) {
            attempts.put(region.name(), (long) region.attempt());
        }
        return attempts;
    }

    private static Set<String> nodesOf(Jobs jobs, String name) {
        return jobs.pods(name).stream()
                .map(Pod::getSpec)
                .map(spec -> String.valueOf(spec.getNodeName()))
                .collect(Collectors.toSet());
    }
}
