package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.crds.v1alpha1.RegionStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** One job through all that may be done with it, and another that goes on from what the first has left. */
@ExtendWith(OnCluster.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LifecycleE2E {

    private static final String JOB = "life";
    private static final String HEIR = "heir";
    private static final String SWEPT = "swept";
    private static final int ORDERS = 60_000;
    private static final int RATE = 60;

    @BeforeAll
    static void start(Environment environment) {
        environment.jobs().create(JOB, Rework.spec(ORDERS, RATE, JOB));
        environment.jobs().awaitPhase(JOB, JobPhase.RUNNING);
        environment.jobs().await(JOB, "has a snapshot", job -> job.getStatus().lastSnapshot() != null);
    }

    private static List<String> uids(Jobs jobs) {
        return jobs.pods(JOB).stream()
                .map(pod -> pod.getMetadata().getUid())
                .sorted()
                .toList();
    }

    @Test
    @Order(1)
    void k17SettingsAndSnapshotsOnRequestNeedNoRestart(Environment environment) {
        Jobs jobs = environment.jobs();
        List<String> before = uids(jobs);
        jobs.patch(
                JOB, "{\"spec\": {\"snapshots\": {\"interval\": \"2s\", \"retain\": 5}, \"snapshotToken\": \"now\"}}");
        jobs.await(
                JOB,
                "is Running with the change, and the snapshot is there",
                job -> Jobs.isCurrent(job)
                        && Jobs.isTrue(job, "Ready")
                        && job.getStatus().requestedSnapshot() != null
                        && "now".equals(job.getStatus().requestedSnapshot().token()));
        assertThat(uids(jobs)).isEqualTo(before);
        assertThat(jobs.get(JOB).getStatus().run().number()).isEqualTo(1);
    }

    @Test
    @Order(2)
    void suspendedItKeepsNoPodsAndResumedItGoesOn(Environment environment) {
        Jobs jobs = environment.jobs();
        jobs.patch(JOB, "{\"spec\": {\"suspend\": true}}");
        jobs.await(
                JOB,
                "is Suspended without pods",
                job -> job.getStatus().phase() == JobPhase.SUSPENDED
                        && jobs.pods(JOB).isEmpty());
        assertThat(Jobs.isTrue(jobs.get(JOB), "Ready")).isTrue();
        jobs.patch(JOB, "{\"spec\": {\"suspend\": false}}");
        IterativeJob resumed = jobs.awaitPhase(JOB, JobPhase.RUNNING);
        assertThat(resumed.getStatus().run().number()).isEqualTo(2);
    }

    @Test
    @Order(3)
    void scaledItRunsWithAnotherParallelism(Environment environment) {
        Jobs jobs = environment.jobs();
        jobs.scale(JOB, 1);
        IterativeJob scaled = jobs.await(
                JOB,
                "is Running with parallelism 1",
                job -> Jobs.isCurrent(job)
                        && job.getStatus().phase() == JobPhase.RUNNING
                        && job.getStatus().parallelism() == 1);
        assertThat(scaled.getStatus().regions())
                .hasSize(Rework.CITIES.length)
                .extracting(RegionStatus::workersReady)
                .containsOnly(1);
    }

    @Test
    @Order(4)
    void k17ARestartOnRequestIsANewRunOfTheSame(Environment environment) {
        Jobs jobs = environment.jobs();
        List<String> before = uids(jobs);
        long run = jobs.get(JOB).getStatus().run().number();
        jobs.patch(JOB, "{\"spec\": {\"restartToken\": \"again\"}}");
        IterativeJob restarted = jobs.awaitPhase(JOB, JobPhase.RUNNING);
        assertThat(restarted.getStatus().run().number()).isEqualTo(run + 1);
        assertThat(restarted.getStatus().restarts())
                .as("what was asked for is no failure")
                .isZero();
        assertThat(uids(jobs)).doesNotContainAnyElementsOf(before);
    }

    @Test
    @Order(5)
    void k18ABrokenImageIsMendedByAChange(Environment environment) {
        Jobs jobs = environment.jobs();
        jobs.patch(JOB, "{\"spec\": {\"image\": \"registry.invalid/no-such:1\"}}");
        jobs.awaitStalled(JOB, "registry.invalid/no-such:1");
        jobs.patch(JOB, "{\"spec\": {\"image\": null}}");
        IterativeJob mended = jobs.awaitPhase(JOB, JobPhase.RUNNING);
        assertThat(mended.getStatus().run().image())
                .isEqualTo(environment.images().worker());
        assertThat(Jobs.isTrue(mended, "Stalled")).isFalse();
    }

    @Test
    @Order(6)
    void pausedItIsLeftAlone(Environment environment) {
        Jobs jobs = environment.jobs();
        jobs.patch(JOB, "{\"metadata\": {\"annotations\": {\"loopkeeper.dev/reconcile\": \"paused\"}}}");
        Pod victim = jobs.workers(JOB, "r0").getFirst();
        jobs.deletePodAtOnce(victim);
        jobs.await(JOB, "has a worker less", _ -> jobs.workers(JOB, "r0").isEmpty());
        long attempt = Long.parseLong(victim.getMetadata().getLabels().get("loopkeeper.dev/attempt"));
        jobs.patch(JOB, "{\"metadata\": {\"annotations\": {\"loopkeeper.dev/reconcile\": null}}}");
        jobs.await(
                JOB,
                "has started the region again",
                job -> job.getStatus().phase() == JobPhase.RUNNING
                        && job.getStatus().regions().stream()
                                .anyMatch(region -> region.name().equals("r0") && region.attempt() > attempt));
    }

    @Test
    @Order(7)
    void deletedItLeavesItsStoreAndAnotherGoesOnFromThere(Environment environment) throws Exception {
        Jobs jobs = environment.jobs();
        jobs.patch(JOB, "{\"spec\": {\"suspend\": true}}");
        jobs.awaitPhase(JOB, JobPhase.SUSPENDED);
        String uid = jobs.get(JOB).getMetadata().getUid();
        jobs.delete(JOB);
        String left = jobs.namespace() + "/" + JOB + "/" + uid;
        try (Bucket bucket = environment.bucket()) {
            assertThat(bucket.keys(left)).isNotEmpty();
        }

        // The same output: what the first has committed stays, and the second writes the rest.
        jobs.create(
                HEIR,
                Rework.spec(ORDERS, 0, JOB)
                        .replace(
                                "snapshots: {",
                                "snapshots: {onDelete: Delete, restoreFrom: \"s3://" + Bucket.NAME + "/" + left
                                        + "\", "));
        IterativeJob done = jobs.awaitPhase(HEIR, JobPhase.SUCCEEDED);
        assertThat(Jobs.isTrue(done, "Completed")).isTrue();
        Map<String, Integer> passes = new TreeMap<>();
        try (Bucket bucket = environment.bucket()) {
            for (String line : bucket.lines("ledger/" + JOB + "/")) {
                String[] fields = line.split("\t", -1);
                assertThat(passes.put(fields[0] + " " + fields[1], Integer.parseInt(fields[2])))
                        .isNull();
            }
        }
        assertThat(passes).isEqualTo(Rework.ledger(ORDERS));
    }

    @Test
    @Order(8)
    void k10DeletedWithItsStoreItLeavesNothing(Environment environment) throws Exception {
        Jobs jobs = environment.jobs();
        String uid = jobs.get(HEIR).getMetadata().getUid();
        jobs.delete(HEIR);
        try (Bucket bucket = environment.bucket()) {
            assertThat(bucket.keys(jobs.namespace() + "/" + HEIR + "/" + uid)).isEmpty();
        }
        jobs.await(HEIR, "has left nothing", _ -> jobs.pods(HEIR).isEmpty() && !jobs.isBeingCleared(HEIR));
    }

    /** Nodes have the Secrets of the one before, of the same names, until its pods are gone: what started earlier would not be let in. */
    @Test
    @Order(9)
    void k14DeletedAndAppliedAgainWhileItRunsItStartsOnce(Environment environment) {
        Jobs jobs = environment.jobs();
        String spec = Rework.spec(ORDERS, RATE, SWEPT).replace("output:", "overwrite: \"true\", output:");
        for (int time = 0; time < 3; time++) {
            jobs.create(SWEPT, spec);
            IterativeJob running = jobs.awaitPhase(SWEPT, JobPhase.RUNNING);
            assertThat(running.getStatus().coordinator().epoch())
                    .as("the coordinators that it took: %s", jobs.events(SWEPT))
                    .isEqualTo(1);
            assertThat(running.getStatus().restarts()).isZero();
            jobs.delete(SWEPT);
        }
    }

    /** The collector takes all that the job owns while its pods still run. */
    @Test
    @Order(10)
    void k10DeletedInTheForegroundItLeavesNothingEither(Environment environment) throws Exception {
        Jobs jobs = environment.jobs();
        String spec = Rework.spec(ORDERS, RATE, SWEPT)
                .replace("output:", "overwrite: \"true\", output:")
                .replace("snapshots: {", "snapshots: {onDelete: Delete, ");
        jobs.create(SWEPT, spec);
        jobs.awaitPhase(SWEPT, JobPhase.RUNNING);
        IterativeJob running =
                jobs.await(SWEPT, "has a snapshot", job -> job.getStatus().lastSnapshot() != null);
        String data =
                jobs.namespace() + "/" + SWEPT + "/" + running.getMetadata().getUid();
        try (Bucket bucket = environment.bucket()) {
            assertThat(bucket.keys(data)).isNotEmpty();
            jobs.deleteInForeground(SWEPT);
            assertThat(bucket.keys(data)).isEmpty();
        }
        jobs.await(SWEPT, "has left nothing", _ -> jobs.pods(SWEPT).isEmpty() && !jobs.isBeingCleared(SWEPT));
    }

    @Test
    @Order(11)
    void k19AFinishedJobStaysForItsTimeAndThenGoes(Environment environment) {
        Jobs jobs = environment.jobs();
        jobs.create("brief", Rework.spec(10, 0, "brief") + "ttlSecondsAfterFinished: 3\n");
        jobs.awaitPhase("brief", JobPhase.SUCCEEDED);
        jobs.await("brief", "is gone", job -> job == null);
        assertThat(jobs.revisions("brief")).isEmpty();
    }
}
