package dev.loopkeeper.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.loopkeeper.provider.JobStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PageRank, everything killed in the middle, the launcher with the store's server included. */
@Timeout(300)
class LostMachineTest {

    private static final long EDGES = 247_686;
    private static final int ROUNDS = 10;
    private static final String JOB = "examples/pagerank/job.yaml";

    @TempDir
    Path folder;

    @Test
    void theNextRunGoesOnFromTheLastSnapshot() throws Exception {
        Path workDir = folder.resolve("work");
        Path summary = folder.resolve("summary.json");
        try (Launched run = Launched.run(workDir, JOB)) {
            JobStatus status = run.await("a round", told -> told.round() != null && told.round() >= 2);
            long completed = status.snapshots().completed();
            // Of two that complete after now, the second was begun after now.
            run.await("snapshots", told -> told.snapshots().completed() >= completed + 2);
            run.killEverything();
        }
        try (Launched run = Launched.run(workDir, JOB, "--summary", summary.toString())) {
            assertThat(run.exitCode()).as(run.errors()).isZero();
        }
        long hops = JsonMapper.builder()
                .build()
                .readTree(summary.toFile())
                .path("hops")
                .asLong();
        assertThat(hops).as("what is fed back after round 2 at the latest").isBetween(1L, (ROUNDS - 1) * EDGES);
        checkRanks(Lines.ofOutput(workDir.resolve("output")));
        aFinishedOneSaysSo(workDir);
        otherParametersAreRefused(workDir);
    }

    private static void checkRanks(List<String> lines) throws IOException {
        // By NumPy.
        Map<String, Double> expected = ranks(Lines.ofReference("debian-bookworm-pagerank-10.tsv.gz"));
        Map<String, Double> ranks = ranks(lines);
        assertThat(lines).hasSameSizeAs(expected.keySet());
        assertThat(ranks.keySet()).isEqualTo(expected.keySet());
        // LDBC Graphalytics: |r - s| <= 1e-4 |r|.
        expected.forEach((vertex, rank) ->
                assertThat(Math.abs(rank - ranks.get(vertex))).as(vertex).isLessThanOrEqualTo(1e-4 * rank));
    }

    private static Map<String, Double> ranks(List<String> lines) {
        Map<String, Double> ranks = new TreeMap<>();
        for (String line : lines) {
            int tab = line.indexOf('\t');
            ranks.put(line.substring(0, tab), Double.valueOf(line.substring(tab + 1)));
        }
        return ranks;
    }

    private static void aFinishedOneSaysSo(Path workDir) throws Exception {
        try (Launched again = Launched.run(workDir, JOB)) {
            assertThat(again.exitCode()).as(again.errors()).isZero();
            assertThat(again.output())
                    .contains("finished in " + workDir + " before")
                    .contains("pagerank: succeeded")
                    .contains("output     " + workDir.resolve("output"));
            assertThat(again.workers()).isEmpty();
        }
    }

    private static void otherParametersAreRefused(Path workDir) throws Exception {
        try (Launched other = Launched.run(workDir, JOB, "--param", "rounds=5")) {
            assertThat(other.exitCode()).as(other.errors()).isEqualTo(2);
            assertThat(other.errors())
                    .contains(
                            "the work dir " + workDir + " is of another run: parameter rounds was \"10\" and is \"5\"")
                    .hasLineCount(1);
        }
    }
}
