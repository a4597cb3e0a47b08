package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.e2e.scale.SimulatedNodes;
import dev.loopkeeper.e2e.scale.StandInCoordinators;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many jobs and one operator (K25). Their pods are simulated and a stand-in answers for their coordinators; the API server, the operator, its
 * certificates and its streams are real. {@code -Dloopkeeper.e2e.jobs=500} is for more jobs than the default.
 */
@ExtendWith(OnCluster.class)
final class ScaleE2E {

    /** What the names of these jobs begin with; the namespace is other tests' too, and their last pods may not be gone. */
    private static final String NAME = "many-";

    private static final int JOBS = Integer.getInteger("loopkeeper.e2e.jobs", 50);
    /** A coordinator and two workers. */
    private static final int PODS_OF_A_JOB = 3;
    /** Two cores make some jobs a second. */
    private static final Duration LIMIT = Duration.ofMinutes(2).plusSeconds(JOBS);
    /** Longer than a coordinator's status is left unasked. */
    private static final Duration IDLE = Duration.ofSeconds(12);

    private static final String SPEC = """
            program: {className: dev.example.StandIn}
            parallelism: 2
            startTimeout: 15m
            workers: {slots: 1, memory: 256Mi, cpu: 10m, template: {spec: %1$s}}
            coordinator: {memory: 256Mi, cpu: 10m, template: {spec: %1$s}}
            """.formatted(SimulatedNodes.PLACEMENT);

    @Test
    void k25OneOperatorServesManyJobsAndItsSuccessorTakesThemOver(Environment environment, @TempDir Path folder) {
        Jobs jobs = environment.jobs();
        try (SimulatedNodes _ = SimulatedNodes.forPods(
                        JOBS * PODS_OF_A_JOB, environment.cluster().kubeconfig());
                StandInCoordinators coordinators =
                        new StandInCoordinators(environment.client(), jobs.namespace(), folder)) {
            try {
                IntStream.range(0, JOBS).forEach(number -> jobs.create(NAME + number, SPEC));
                await("all jobs run")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> running(environment) == JOBS);
                List<String> before = identities(pods(environment));
                assertThat(before).hasSize(JOBS * PODS_OF_A_JOB);

                Instant killed = Instant.now();
                jobs.killOperator();
                await("the next operator posts to all coordinators")
                        .atMost(LIMIT)
                        .until(() -> coordinators.observedSince(killed) == JOBS);
                costsNoWrites(environment);
                assertThat(identities(pods(environment)))
                        .as("pods that a new operator leaves alone (K5)")
                        .containsExactlyInAnyOrderElementsOf(before);
                assertThat(running(environment)).isEqualTo(JOBS);
            } finally {
                jobs.deleteAll();
            }
        }
    }

    /** Nothing is written to jobs and pods while nothing happens (K22). */
    private static void costsNoWrites(Environment environment) {
        await("nothing is written for " + IDLE)
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .during(IDLE)
                .until(() -> versions(environment), new Unchanged()::holds);
    }

    /** Whether a value is what it was when it was last looked at. */
    private static final class Unchanged {
        private List<String> last = List.of();

        boolean holds(List<String> now) {
            boolean same = now.equals(last);
            last = now;
            return same;
        }
    }

    private static long running(Environment environment) {
        return all(environment)
                .filter(job -> Jobs.isCurrent(job) && job.getStatus().phase() == JobPhase.RUNNING)
                .count();
    }

    private static Stream<IterativeJob> all(Environment environment) {
        return environment
                .client()
                .resources(IterativeJob.class)
                .inNamespace(environment.jobs().namespace())
                .list()
                .getItems()
                .stream()
                .filter(job -> job.getMetadata().getName().startsWith(NAME));
    }

    private static Stream<? extends HasMetadata> pods(Environment environment) {
        return environment.client().pods().inNamespace(environment.jobs().namespace()).list().getItems().stream()
                .filter(pod -> pod.getMetadata()
                        .getLabels()
                        .getOrDefault("loopkeeper.dev/job", "")
                        .startsWith(NAME));
    }

    private static List<String> identities(Stream<? extends HasMetadata> objects) {
        return objects.map(object -> object.getMetadata().getUid()).toList();
    }

    private static List<String> versions(Environment environment) {
        return Stream.concat(all(environment), pods(environment))
                .map(object -> object.getMetadata().getName() + " "
                        + object.getMetadata().getResourceVersion())
                .sorted()
                .toList();
    }
}
