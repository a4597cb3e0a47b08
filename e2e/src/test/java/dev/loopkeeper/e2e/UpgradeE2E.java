package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.e2e.cluster.ClusterChoice;
import dev.loopkeeper.e2e.release.Images;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chart is installed, upgraded, rolled back and uninstalled while a job runs, and no pod of it changes (K9). */
@ExtendWith(OnCluster.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpgradeE2E {

    private static final String JOB = "steady";

    private static List<String> pods;

    @BeforeAll
    static void start(Environment environment) {
        environment.jobs().create(JOB, Rework.spec(1_000_000, 20, JOB).replace("parallelism: 2", "parallelism: 1"));
        environment.jobs().awaitPhase(JOB, JobPhase.RUNNING);
        pods = lives(environment.jobs());
    }

    @AfterAll
    static void stop(Environment environment) {
        environment.release().install(environment.images());
        environment.jobs().delete(JOB);
    }

    private static List<String> lives(Jobs jobs) {
        return jobs.pods(JOB).stream()
                .map(pod ->
                        pod.getMetadata().getName() + " " + pod.getMetadata().getUid() + " "
                                + pod.getStatus()
                                        .getContainerStatuses()
                                        .getFirst()
                                        .getState()
                                        .getRunning()
                                        .getStartedAt())
                .sorted()
                .toList();
    }

    private static String operatorImage(Environment environment) {
        return environment
                .client()
                .pods()
                .inNamespace(environment.system())
                .withLabel("app.kubernetes.io/name", "loopkeeper-operator")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
                .findFirst()
                .orElseThrow();
    }

    /** The operator shows that it looks after the job: it takes up a change that needs no restart. */
    private static void assertLookedAfter(Environment environment, String retain) {
        Jobs jobs = environment.jobs();
        jobs.patch(JOB, "{\"spec\": {\"snapshots\": {\"retain\": " + retain + "}}}");
        jobs.await(JOB, "is Running with the change", job -> Jobs.isCurrent(job) && Jobs.isTrue(job, "Ready"));
        assertThat(lives(jobs)).isEqualTo(pods);
    }

    @Test
    @Order(1)
    void theReleaseTestsItself(Environment environment) {
        assertThat(environment.release().test()).contains("Succeeded").doesNotContain("Failed");
    }

    @Test
    @Order(2)
    void k9AnUpgradeLeavesRunningJobsAlone(Environment environment) {
        Assumptions.assumeFalse(ClusterChoice.imagesGiven(), "there is no second build of given images");
        Images second = environment.images().second(environment.cluster());
        environment.release().install(second);
        assertThat(operatorImage(environment)).isEqualTo(second.operator());
        assertLookedAfter(environment, "4");
        IterativeJob job = environment.jobs().get(JOB);
        assertThat(job.getStatus().run().image()).isEqualTo(environment.images().worker());
    }

    @Test
    @Order(3)
    void k24ASecondReplicaTakesOverWhenTheFirstIsKilled(Environment environment) {
        environment.release().install(environment.images(), "replicas=2");
        assertLookedAfter(environment, "5");
        environment.jobs().deletePodAtOnce(new Leader(environment).pod().orElseThrow());
        assertLookedAfter(environment, "6");
    }

    @Test
    @Order(4)
    void aRollbackLeavesThemAloneToo(Environment environment) {
        environment.release().rollback();
        assertLookedAfter(environment, "7");
    }

    @Test
    @Order(5)
    void k13JobsOutliveTheRelease(Environment environment) {
        environment.release().uninstall();
        assertThat(lives(environment.jobs())).isEqualTo(pods);
        environment.release().install(environment.images());
        assertLookedAfter(environment, "8");
    }
}
