package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job that cannot succeed: it fails when its restarts are used up, says why, and stays to be looked at. */
@ExtendWith(OnCluster.class)
final class FailureE2E {

    private static final String JOB = "failing";
    private static final String WRONG_LINE = "no tab in this line";

    private static final String SPEC = """
            program:
              className: dev.loopkeeper.examples.components.ConnectedComponents
              parameters: {input: "s3://loopkeeper/input/wrong.tsv", output: "s3://loopkeeper/results/failing"}
            workers: {slots: 1, memory: 384Mi, cpu: 20m}
            coordinator: {memory: 384Mi, cpu: 20m}
            recovery: {restart: {type: FixedDelay, fixedDelay: {attempts: 1, delay: 0s}}}
            """;

    @TempDir
    private Path folder;

    @Test
    void aJobWhoseRestartsAreUsedUpFailsAndStays(Environment environment) throws Exception {
        Jobs jobs = environment.jobs();
        try (Bucket bucket = environment.bucket()) {
            bucket.upload(
                    Files.writeString(folder.resolve("wrong.tsv"), "a\tb\n" + WRONG_LINE + "\n"), "input/wrong.tsv");
        }
        jobs.create(JOB, SPEC);
        IterativeJob failed = jobs.awaitPhase(JOB, JobPhase.FAILED);

        assertThat(Jobs.isTrue(failed, "Failed")).isTrue();
        assertThat(Jobs.isTrue(failed, "Stalled")).isTrue();
        assertThat(Jobs.isTrue(failed, "Ready")).isFalse();
        assertThat(Jobs.isTrue(failed, "Reconciling")).isFalse();
        assertThat(Jobs.condition(failed, "Failed").orElseThrow().message())
                .contains("s3://loopkeeper/input/wrong.tsv", "an edge is two vertices with a tab between them");
        assertThat(failed.getStatus().restarts()).isEqualTo(1);
        assertThat(failed.getStatus().finishedAt()).isNotNull();
        jobs.await(JOB, "has no worker left", _ -> jobs.workers(JOB, "r0").isEmpty());

        jobs.patch(JOB, "{\"spec\": {\"parallelism\": 2}}");
        jobs.awaitStalled(JOB, "");
        assertThat(Jobs.condition(jobs.get(JOB), "Stalled").orElseThrow().reason())
                .as("a finished job is final (K17)")
                .isEqualTo("AlreadyFinished");
        jobs.delete(JOB);
    }
}
