package dev.loopkeeper.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loopkeeper.crds.value.MemorySize;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model as Kubernetes' client reads and writes it. */
final class IterativeJobTest {

    private static final Path GOOD = Path.of("src/test/resources/jobs/good");

    private final KubernetesSerialization serialization = new KubernetesSerialization();

    private IterativeJob read(String name) throws IOException {
        return serialization.unmarshal(Files.readString(GOOD.resolve(name)), IterativeJob.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallest.yaml", "with-status.yaml"})
    void writesWhatItRead(String name) throws IOException {
        JsonNode written = serialization.unmarshal(Files.readString(GOOD.resolve(name)), JsonNode.class);
        JsonNode again = serialization.unmarshal(serialization.asJson(read(name)), JsonNode.class);
        assertThat(again).isEqualTo(written);
    }

    @Test
    void readsTheStatus() throws IOException {
        IterativeJobStatus status = read("with-status.yaml").getStatus();
        assertThat(status.phase()).isEqualTo(JobPhase.RUNNING);
        assertThat(status.lastSnapshot().time()).isEqualTo(Instant.parse("2026-11-21T03:20:00Z"));
        assertThat(status.regions()).singleElement().satisfies(region -> {
            assertThat(region.lastFailure().exitCode()).isEqualTo(137);
            assertThat(region.lastRecovery().millis().caughtUp()).isEqualTo(2300);
        });
        assertThat(status.conditions())
                .singleElement()
                .extracting(Condition::status)
                .isEqualTo(ConditionStatus.TRUE);
    }

    /** Kubernetes writes a Time in whole seconds, and so do tools that read ours. */
    @Test
    void timesHaveWholeSeconds() throws IOException {
        String whole = Files.readString(GOOD.resolve("with-status.yaml"));
        String parts = whole.replaceAll("(T..:..:..)Z", "$1.987654321Z");
        assertThat(parts.split("\\.987654321Z", -1)).as("every time").hasSize(7 + 1);
        assertThat(serialization.asJson(serialization.unmarshal(parts, IterativeJob.class)))
                .isEqualTo(serialization.asJson(serialization.unmarshal(whole, IterativeJob.class)));
    }

    @Test
    void isNamedAsKubernetesKnowsIt() {
        assertThat(CustomResource.getCRDName(IterativeJob.class)).isEqualTo("iterativejobs.loopkeeper.dev");
        assertThat(CustomResource.getShortNames(IterativeJob.class)).containsExactly("ij");
    }

    @Test
    void isChangedInCopies() throws IOException {
        IterativeJobSpec spec = read("everything.yaml").getSpec();
        IterativeJobSpec changed = spec.withParallelism(8)
                .withProgram(spec.program().withParameters(Map.of("orders", "5", "rate", "2")))
                .withWorkers(spec.workers().withSlots(3).withMemory(MemorySize.parse("3Gi")));
        assertThat(changed.parallelism()).isEqualTo(8);
        assertThat(changed.program().parameters())
                .isEqualTo(Map.of("orders", "5", "rate", "2", "city.name", "leipzig"));
        assertThat(changed.workers().slots()).isEqualTo(3);
        assertThat(changed.workers().memory().bytes()).isEqualTo(3L << 30);
        assertThat(changed.withParallelism(4).withProgram(spec.program()).withWorkers(spec.workers()))
                .isEqualTo(spec);
    }
}
