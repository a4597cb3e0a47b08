package dev.loopkeeper.crds.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.crds.v1alpha1.RecoveryScope;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that the model cannot hold is read all the same (R17). */
final class TolerantBindingTest {

    private static final Path GOOD = Path.of("src/test/resources/jobs/good");

    private final KubernetesSerialization strict = new KubernetesSerialization();
    private final KubernetesSerialization tolerant =
            new KubernetesSerialization(new ObjectMapper().registerModule(new TolerantBinding()), true);

    private static ObjectNode everything() throws IOException {
        return new KubernetesSerialization()
                .unmarshal(Files.readString(GOOD.resolve("everything.yaml")), ObjectNode.class);
    }

    /** With this JSON in place of what is at the path, or beside it. */
    private static String with(String path, String json) throws IOException {
        ObjectNode job = everything();
        String parent = path.substring(0, path.lastIndexOf('/'));
        ((ObjectNode) job.at(parent)).set(path.substring(path.lastIndexOf('/') + 1), new ObjectMapper().readTree(json));
        return job.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/spec/workers/cpu | 2000000",
                "/spec/workers/memory | \"10E\"",
                "/spec/coordinator/memory | {}",
                "/spec/startTimeout | \"99999999999h\"",
                "/spec/snapshots/interval | \"soon\"",
                "/spec/recovery/restart/failureRate/delay | \"99999999999h\"",
                "/spec/recovery/restart/type | \"Sometimes\"",
                "/spec/recovery/scope | \"Planet\"",
                "/spec/parallelism | \"many\"",
                "/spec/suspend | [1]",
                "/spec/program/parameters | [\"a\"]",
                "/spec/program/parameters/orders | {\"a\": 1}",
                "/spec/program/className | {\"a\": 1}",
                "/spec/program | \"a.B\"",
                "/spec/program/jar/credentials/type | \"Magic\"",
                "/spec/snapshots/store | 5",
                "/spec/snapshots/store/credentials/type | \"Magic\"",
                "/spec/workers/template/spec | \"none\"",
                "/spec/later | {\"a\": 1}",
                "/spec/recovery/later | true",
                "/spec | []",
            })
    void whatCannotBeReadIsLeftOut(String path, String value) throws IOException {
        String written = with(path, value);
        assertThatThrownBy(() -> strict.unmarshal(written, IterativeJob.class)).isInstanceOf(RuntimeException.class);
        IterativeJob job = tolerant.unmarshal(written, IterativeJob.class);
        assertThat(job.getMetadata().getName()).isEqualTo("rework");
        assertThat(job.specAsWritten())
                .isEqualTo(new ObjectMapper().readTree(written).get("spec"));
        // All that the definition promises is there.
        IterativeJobSpec spec = job.getSpec();
        assertThat(spec.program().className()).isNotNull();
        assertThat(spec.parallelism()).isPositive();
        assertThat(spec.suspend()).isNotNull();
        assertThat(spec.startTimeout().value()).isPositive();
        assertThat(spec.workers().memory()).isNotNull();
        assertThat(spec.workers().cpu()).isNotNull();
        assertThat(spec.coordinator().memory()).isNotNull();
        assertThat(spec.snapshots().interval()).isNotNull();
        assertThat(spec.recovery().scope()).isNotNull();
        assertThat(spec.recovery().restart().type()).isNotNull();
    }

    @Test
    void theRestOfItIsRead() throws IOException {
        IterativeJobSpec spec = tolerant.unmarshal(with("/spec/workers/cpu", "2000000"), IterativeJob.class)
                .getSpec();
        assertThat(spec.workers().cpu()).hasToString("1");
        assertThat(spec.workers().slots()).isEqualTo(2);
        assertThat(spec.snapshots().interval().value()).isEqualTo(Duration.ofSeconds(90));
        assertThat(spec.snapshots().onDelete()).isEqualTo(DeletionPolicy.DELETE);
        assertThat(spec.recovery().scope()).isEqualTo(RecoveryScope.JOB);
    }

    /** What it belongs to is required too, up to the specification as a whole. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"/spec/program/className | [1]", "/spec/program | \"a.B\""})
    void aRequiredFieldTakesItsPartOfTheSpecificationWithIt(String path, String value) throws IOException {
        IterativeJobSpec spec =
                tolerant.unmarshal(with(path, value), IterativeJob.class).getSpec();
        assertThat(spec.program().className()).isEmpty();
        assertThat(spec.workers().slots()).isEqualTo(2);
        assertThat(spec.snapshots().onDelete()).isEqualTo(DeletionPolicy.DELETE);
    }

    /** The operator works on copies. */
    @Test
    void aCopyIsAsItWas() throws IOException {
        IterativeJob job = tolerant.unmarshal(with("/spec/workers/cpu", "2000000"), IterativeJob.class);
        IterativeJob copy = tolerant.clone(tolerant.clone(job));
        assertThat(copy.specAsWritten()).isEqualTo(job.specAsWritten()).isNotNull();
        assertThat(copy.getSpec()).isEqualTo(job.getSpec());
    }

    @Test
    void moreThanCanBeLeftOutOneByOneIsLeftOutAsAWhole() throws IOException {
        ObjectNode job = everything();
        for (int i = 0; i < 200; i++) {
            ((ObjectNode) job.get("spec")).put("later" + i, 1);
        }
        IterativeJob read = tolerant.unmarshal(job.toString(), IterativeJob.class);
        assertThat(read.getSpec().program().className()).isEmpty();
        assertThat(read.specAsWritten()).hasSize(job.get("spec").size());
    }

    /** As another version of the operator may have left it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"phase: Dreaming", "regions: [{name: r0, later: 1}]", "startedAt: yesterday", "later: {a: 1}"})
    void ofTheStatusOnlyWhatCanBeReadCounts(String field) {
        IterativeJob job = tolerant.unmarshal("""
                apiVersion: loopkeeper.dev/v1alpha1
                kind: IterativeJob
                metadata: {name: rework}
                spec: {program: {className: a.B}}
                status: {observedGeneration: 7, restarts: 3, %s}
                """.formatted(field), IterativeJob.class);
        assertThat(job.getStatus().observedGeneration()).isEqualTo(7);
        assertThat(job.getStatus().restarts()).isEqualTo(3);
        assertThat(job.getStatus().phase()).isNull();
        assertThat(job.getSpec().program().className()).isEqualTo("a.B");
        assertThat(job.specAsWritten())
                .as("defaults are no reason to keep what was written")
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallest.yaml", "everything.yaml", "with-status.yaml"})
    void whatCanBeReadIsReadAsEver(String name) throws IOException {
        String written = Files.readString(GOOD.resolve(name));
        IterativeJob job = tolerant.unmarshal(written, IterativeJob.class);
        assertThat(job).isEqualTo(strict.unmarshal(written, IterativeJob.class));
        assertThat(job.specAsWritten()).isNull();
        assertThat(tolerant.asJson(job)).isEqualTo(strict.asJson(job));
        if (name.startsWith("with-status")) {
            assertThat(job.getStatus().phase()).isEqualTo(JobPhase.RUNNING);
        }
    }
}
