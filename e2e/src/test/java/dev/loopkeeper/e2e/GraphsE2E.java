package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.e2e.cluster.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples on Debian's graph, input and output in S3; what they should give was computed by other programs. */
@ExtendWith(OnCluster.class)
final class GraphsE2E {

    private static final Path DATA = Project.ROOT.resolve("examples/data");
    private static final String EDGES = "debian-bookworm-depends.tsv.gz";

    private static final String SPEC = """
            program:
              className: dev.loopkeeper.examples.%s
              parameters: {input: "s3://loopkeeper/input/%s", output: "s3://loopkeeper/results/%s", overwrite: "true"}
            parallelism: 2
            workers: {slots: 1, memory: 512Mi, cpu: 20m}
            coordinator: {memory: 384Mi, cpu: 20m}
            snapshots: {interval: 500ms}
            """;
    private static final String COMPONENTS = SPEC.formatted("components.ConnectedComponents", EDGES, "components");

    @BeforeAll
    static void startBoth(Environment environment) throws Exception {
        try (Bucket bucket = environment.bucket()) {
            bucket.upload(DATA.resolve(EDGES), "input/" + EDGES);
        }
        environment.jobs().create("components", COMPONENTS);
        environment.jobs().create("pagerank", SPEC.formatted("pagerank.PageRank", EDGES, "pagerank"));
    }

    private static Map<String, String> results(Environment environment, String job) throws Exception {
        environment.jobs().awaitPhase(job, JobPhase.SUCCEEDED);
        try (Bucket bucket = environment.bucket()) {
            return map(bucket.lines("results/" + job));
        }
    }

    private static Map<String, String> expected(String file) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(DATA.resolve(file))), StandardCharsets.UTF_8))) {
            return map(reader.lines().toList());
        }
    }

    /** From lines of a key and a value; no key is there twice. */
    static Map<String, String> map(List<String> lines) {
        Map<String, String> map = new TreeMap<>();
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            assertThat(map.put(fields[0], fields[1]))
                    .as("%s is there once", fields[0])
                    .isNull();
        }
        return map;
    }

    @Test
    void componentsAreThoseThatAnotherProgramFound(Environment environment) throws Exception {
        Map<String, String> expected = expected("debian-bookworm-components.tsv.gz");
        assertThat(results(environment, "components")).isEqualTo(expected);

        environment.jobs().delete("components");
        environment.jobs().create("components", COMPONENTS);
        assertThat(results(environment, "components"))
                .as("once, after the job was deleted and applied again")
                .isEqualTo(expected);
    }

    @Test
    void ranksAreThoseThatAnotherProgramFound(Environment environment) throws Exception {
        Map<String, String> expected = expected("debian-bookworm-pagerank-10.tsv.gz");
        Map<String, String> found = results(environment, "pagerank");
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        // The bound of LDBC Graphalytics.
        assertThat(found).allSatisfy((vertex, rank) -> {
            double right = Double.parseDouble(expected.get(vertex));
            assertThat(Math.abs(Double.parseDouble(rank) - right)).isLessThanOrEqualTo(1e-4 * right);
        });
    }
}
