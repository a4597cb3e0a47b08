package dev.loopkeeper.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** I8: connected components, a worker killed in the middle. */
@Timeout(180)
class LostWorkerTest {

    @TempDir
    Path folder;

    @Test
    void theResultIsThatOfARunWithoutLosses() throws Exception {
        Path workDir = folder.resolve("work");
        Path summary = folder.resolve("summary.json");
        try (Launched run = Launched.run(workDir, "examples/components/job.yaml", "--summary", summary.toString())) {
            run.await("a snapshot", status -> status.snapshots().completed() > 0);
            run.workers("r0").getLast().kill();
            assertThat(run.exitCode()).as(run.errors()).isZero();
            // Recreate: both workers of the region are new.
            assertThat(run.workers("r0")).hasSize(4);
        }
        // By networkx.
        assertThat(Lines.ofOutput(workDir.resolve("output")))
                .isEqualTo(Lines.ofReference("debian-bookworm-components.tsv.gz"));
        JsonNode told = JsonMapper.builder().build().readTree(summary.toFile());
        assertThat(told.path("status").asText()).isEqualTo("Succeeded");
        assertThat(told.path("restarts").asInt()).isEqualTo(1);
        JsonNode recovery = told.path("regions").path(0).path("recoveries").path(0);
        double before = 0;
        for (String phase : List.of("detected", "started", "restored", "firstRecord")) {
            assertThat(recovery.path(phase).isNumber())
                    .as("%s in %s", phase, recovery)
                    .isTrue();
            assertThat(recovery.path(phase).asDouble()).as(phase).isBetween(before, Launched.LONG.toSeconds() * 1.0);
            before = recovery.path(phase).asDouble();
        }
    }
}
