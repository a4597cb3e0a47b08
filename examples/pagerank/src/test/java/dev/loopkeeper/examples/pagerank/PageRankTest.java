package dev.loopkeeper.examples.pagerank;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.loopkeeper.testkit.simulation.Faults;
import dev.loopkeeper.testkit.simulation.Simulation;
import dev.loopkeeper.testkit.simulation.SimulationResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PageRankTest {

    private static final Path DATA = Path.of("..", "data");

    /** A relative error of 1e-10, in percent. */
    private static final double PERCENT = 1e-8;

    @Test
    void ranksDebiansPackages() throws IOException {
        // By NumPy.
        Map<String, Double> expected =
                ranks(unzipped("debian-bookworm-pagerank-10.tsv.gz").lines().toList());
        SimulationResult result = simulation(unzipped("debian-bookworm-depends.tsv.gz"), 10)
                .snapshotInterval(2_000)
                .eventLimit(20_000_000)
                .run();
        check("Debian", result, expected);
    }

    @Test
    void ranksInSpiteOfFailures() {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            int vertices = 5 + random.nextInt(60);
            int rounds = 1 + random.nextInt(8);
            boolean[][] edges = new boolean[vertices][vertices];
            StringBuilder lines = new StringBuilder();
            for (int count = 0; count < vertices * 2; count++) {
                int from = random.nextInt(vertices);
                // The last quarter points nowhere.
                int to = random.nextInt(vertices);
                if (from < vertices * 3 / 4 && !edges[from][to]) {
                    edges[from][to] = true;
                    lines.append('v').append(from).append("\tv").append(to).append('\n');
                }
            }
            SimulationResult result = simulation(lines.toString(), rounds)
                    .seed(seed)
                    .faults(Faults.all())
                    .run();
            check("seed " + seed, result, denseRanks(edges, rounds));
        }
    }

    private static void check(String what, SimulationResult result, Map<String, Double> expected) {
        assertThat(result.succeeded()).as("%s: %s", what, result.verdict()).isTrue();
        List<String> lines = result.lines("/out");
        assertThat(lines).as(what).hasSameSizeAs(expected.keySet());
        Map<String, Double> ranks = ranks(lines);
        assertThat(ranks.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((vertex, rank) ->
                assertThat(ranks.get(vertex)).as("%s, %s", what, vertex).isCloseTo(rank, withinPercentage(PERCENT)));
    }

    /** The formula as LDBC writes it, over a matrix. */
    private static Map<String, Double> denseRanks(boolean[][] edges, int rounds) {
        int size = edges.length;
        boolean[] occurs = new boolean[size];
        int[] degree = new int[size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                if (edges[from][to]) {
                    occurs[from] = true;
                    occurs[to] = true;
                    degree[from]++;
                }
            }
        }
        int count = 0;
        for (boolean one : occurs) {
            count += one ? 1 : 0;
        }
        double[] rank = new double[size];
        java.util.Arrays.fill(rank, 1.0 / count);
        for (int round = 1; round <= rounds; round++) {
            double[] next = new double[size];
            for (int vertex = 0; vertex < size; vertex++) {
                double in = 0;
                double dangling = 0;
                for (int from = 0; from < size; from++) {
                    in += edges[from][vertex] ? rank[from] / degree[from] : 0;
                    dangling += occurs[from] && degree[from] == 0 ? rank[from] : 0;
                }
                next[vertex] = (1 - 0.85) / count + 0.85 * in + 0.85 / count * dangling;
            }
            rank = next;
        }
        Map<String, Double> ranks = new TreeMap<>();
        for (int vertex = 0; vertex < size; vertex++) {
            if (occurs[vertex]) {
                ranks.put("v" + vertex, rank[vertex]);
            }
        }
        return ranks;
    }

    private static Simulation simulation(String edges, int rounds) {
        return Simulation.of(new PageRank())
                .file("/in", edges)
                .parameter("input", "/in")
                .parameter("output", "/out")
                .parameter("rounds", Integer.toString(rounds))
                .parallelism(2);
    }

    private static Map<String, Double> ranks(List<String> lines) {
        Map<String, Double> ranks = new TreeMap<>();
        for (String line : lines) {
            int tab = line.indexOf('\t');
            ranks.put(line.substring(0, tab), Double.valueOf(line.substring(tab + 1)));
        }
        return ranks;
    }

    private static String unzipped(String name) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(DATA.resolve(name)))) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
