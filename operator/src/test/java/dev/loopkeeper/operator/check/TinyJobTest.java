package dev.loopkeeper.operator.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.read.JobFile;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import org.junit.jupiter.api.Test;

/** The job of {@code helm test}: it can be made again and again. */
final class TinyJobTest {

    private static IterativeJob job() throws Exception {
        return JobFile.parse(TinyJob.definition("factory", "jobs/loops"), "the job of the check")
                .job();
    }

    private static String output(IterativeJob job) {
        return job.getSpec().program().parameters().get("output");
    }

    @Test
    void isWhatTheReaderOfJobFilesTakes() throws Exception {
        assertThat(job().getMetadata().getNamespace()).isEqualTo("factory");
        assertThat(job().getMetadata().getName()).isEqualTo("loopkeeper-test");
    }

    /** A job refuses an output that holds another's results, and the check leaves its own behind. */
    @Test
    void writesToAPlaceOfItsOwnEachTime() throws Exception {
        String first = output(job());
        assertThat(first).startsWith("s3://jobs/loops/output/loopkeeper-test/");
        assertThat(output(job()))
                .startsWith("s3://jobs/loops/output/loopkeeper-test/")
                .isNotEqualTo(first);
    }
}
