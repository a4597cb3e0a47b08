package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.crds.v1alpha1.RegionRecoveryStatus;
import dev.loopkeeper.crds.v1alpha1.RegionStatus;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two factories that share nothing, and faults one after the other: only the pods of the region that is hit are replaced, and in the end each order
 * stands in the ledger once.
 */
@ExtendWith(OnCluster.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RecoveryE2E {

    private static final String JOB = "rework";
    private static final int ORDERS = 60_000;

    /** Slow enough not to be done before the faults are, on a slow machine too. */
    private static final int RATE = 60;

    /** What a recovery may take beyond the start of its pods. */
    private static final Duration BUDGET = Duration.ofSeconds(3);

    /** Each recovery on an idle machine has to keep it, and on any machine one of so many. */
    private static final int MOST_KILLS = 3;

    @BeforeAll
    static void start(Environment environment) {
        environment.jobs().create(JOB, Rework.spec(ORDERS, RATE, JOB));
        environment.jobs().awaitPhase(JOB, JobPhase.RUNNING);
    }

    /** Of which containers a set of pods consists, and since when they run: a restart of any kind changes it. */
    private static Set<String> lives(List<Pod> pods) {
        return pods.stream()
                .map(pod -> {
                    ContainerStatus container =
                            pod.getStatus().getContainerStatuses().getFirst();
                    return pod.getMetadata().getName() + " " + pod.getMetadata().getUid() + " "
                            + pod.getStatus().getStartTime() + " "
                            + container.getState().getRunning().getStartedAt() + " " + container.getRestartCount();
                })
                .collect(Collectors.toSet());
    }

    private static RegionStatus region(IterativeJob job, String name) {
        return job.getStatus().regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the region runs again in a later attempt. */
    private static RegionStatus awaitRestart(Jobs jobs, String region, long attempt) {
        IterativeJob job = jobs.await(
                JOB,
                region + " runs in an attempt after " + attempt,
                seen -> seen.getStatus().phase() == JobPhase.RUNNING
                        && region(seen, region).attempt() > attempt);
        return region(job, region);
    }

    private static void assertOnlyThisRegionWasReplaced(
            Jobs jobs, String region, Set<String> before, String other, Set<String> otherBefore) {
        assertThat(lives(jobs.workers(JOB, other))).isEqualTo(otherBefore);
        assertThat(jobs.workers(JOB, region))
                .hasSize(2)
                .allSatisfy(pod -> assertThat(before)
                        .noneMatch(life -> life.contains(pod.getMetadata().getUid())));
    }

    /** From the creation of the slowest pod of an attempt until its container ran. */
    private static Duration podStart(List<Pod> pods) {
        return pods.stream()
                .map(pod -> Duration.between(
                        Instant.parse(pod.getMetadata().getCreationTimestamp()),
                        Instant.parse(pod.getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getState()
                                .getRunning()
                                .getStartedAt())))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    @Test
    @Order(1)
    void aWorkerThatIsKilledTakesItsRegionOnly(Environment environment) {
        assumeTrue(environment.cluster().reachesNodes(), "containers of this cluster cannot be killed from here");
        Jobs jobs = environment.jobs();
        List<Duration> beyondPodStart = new ArrayList<>();
        do {
            beyondPodStart.add(recovery(environment, jobs));
        } while (beyondPodStart.size() < MOST_KILLS && beyondPodStart.getLast().compareTo(BUDGET) > 0);
        assertThat(beyondPodStart)
                .as("what recoveries took beyond the start of their pods")
                .anySatisfy(took -> assertThat(took).isLessThanOrEqualTo(BUDGET));
    }

    /** Kills a worker of r1; what its recovery took beyond the start of its pods. */
    private static Duration recovery(Environment environment, Jobs jobs) {
        Set<String> r0 = lives(jobs.workers(JOB, "r0"));
        Set<String> r1 = lives(jobs.workers(JOB, "r1"));
        long attempt = region(jobs.get(JOB), "r1").attempt();
        Pod victim = jobs.workers(JOB, "r1").getFirst();
        String container = victim.getStatus().getContainerStatuses().getFirst().getContainerID();

        environment.cluster().kill(victim.getSpec().getNodeName(), container.substring(container.indexOf("//") + 2));
        long after = awaitRestart(jobs, "r1", attempt).attempt();

        assertOnlyThisRegionWasReplaced(jobs, "r1", r1, "r0", r0);
        IterativeJob caughtUp = jobs.await(JOB, "has caught up", job -> {
            RegionRecoveryStatus recovery = region(job, "r1").lastRecovery();
            return recovery.attempt() >= after && recovery.millis().caughtUp() != null;
        });
        assertThat(region(caughtUp, "r1").lastFailure()).isNotNull();
        RegionRecoveryStatus recovery = region(caughtUp, "r1").lastRecovery();
        Duration start = podStart(jobs.workers(JOB, "r1"));
        System.out.println("recovery after a kill: " + recovery + ", pods started in " + start);
        // From when it was known: what came before is the age of a heartbeat. Pods tell their times in whole seconds.
        Duration took = Duration.ofMillis(
                recovery.millis().caughtUp() - recovery.millis().detected());
        // What else a machine does at the same time is no matter of ours.
        if (idle()) {
            assertThat(took).isLessThanOrEqualTo(start.plusSeconds(1).plus(BUDGET));
        }
        return took.minus(start.plusSeconds(1));
    }

    private static boolean idle() {
        var machine = ManagementFactory.getOperatingSystemMXBean();
        return machine.getSystemLoadAverage() < 2.0 * machine.getAvailableProcessors();
    }

    @Test
    @Order(2)
    void aPodThatIsDeletedTakesItsRegionOnly(Environment environment) {
        Jobs jobs = environment.jobs();
        Set<String> r0 = lives(jobs.workers(JOB, "r0"));
        Set<String> r1 = lives(jobs.workers(JOB, "r1"));
        long attempt = region(jobs.get(JOB), "r0").attempt();

        jobs.deletePod(jobs.workers(JOB, "r0").getFirst());
        awaitRestart(jobs, "r0", attempt);

        assertOnlyThisRegionWasReplaced(jobs, "r0", r0, "r1", r1);
    }

    @Test
    @Order(3)
    void aLostCoordinatorIsReplacedAndNoWorkerNotices(Environment environment) {
        Jobs jobs = environment.jobs();
        Set<String> workers = lives(workers(jobs));
        long epoch = jobs.get(JOB).getStatus().coordinator().epoch();

        jobs.deletePodAtOnce(jobs.coordinators(JOB).getFirst());
        jobs.await(
                JOB,
                "is led by a later coordinator",
                job -> job.getStatus().phase() == JobPhase.RUNNING
                        && job.getStatus().coordinator().epoch() > epoch
                        && job.getStatus().coordinator().claim() != null);

        assertThat(lives(workers(jobs))).isEqualTo(workers);
    }

    @Test
    @Order(4)
    void aKilledOperatorGoesOnFromWhatTheClusterSays(Environment environment) {
        Jobs jobs = environment.jobs();
        Set<String> r0 = lives(jobs.workers(JOB, "r0"));
        Set<String> r1 = lives(jobs.workers(JOB, "r1"));
        Set<String> coordinator = lives(jobs.coordinators(JOB));
        long attempt = region(jobs.get(JOB), "r1").attempt();

        jobs.killOperator();
        jobs.deletePodAtOnce(jobs.workers(JOB, "r1").getFirst());
        awaitRestart(jobs, "r1", attempt);

        assertOnlyThisRegionWasReplaced(jobs, "r1", r1, "r0", r0);
        assertThat(lives(jobs.coordinators(JOB))).isEqualTo(coordinator);
    }

    private static List<Pod> workers(Jobs jobs) {
        return jobs.pods(JOB).stream()
                .filter(pod -> pod.getMetadata().getLabels().containsKey("loopkeeper.dev/region"))
                .toList();
    }

    @Test
    @Order(5)
    void inTheEndEachOrderStandsInTheLedgerOnce(Environment environment) throws Exception {
        // A change of the program: it stops with a snapshot and goes on from there, as fast as it can.
        environment.jobs().patch(JOB, "{\"spec\": {\"program\": {\"parameters\": {\"rate\": \"0\"}}}}");
        environment.jobs().awaitPhase(JOB, JobPhase.SUCCEEDED);
        assertThat(Rework.written(environment, JOB)).isEqualTo(Rework.ledger(ORDERS));
    }
}
