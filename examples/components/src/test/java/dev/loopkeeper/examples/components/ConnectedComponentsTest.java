package dev.loopkeeper.examples.components;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.testkit.simulation.Faults;
import dev.loopkeeper.testkit.simulation.Simulation;
import dev.loopkeeper.testkit.simulation.SimulationResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ConnectedComponentsTest {

    private static final Path DATA = Path.of("..", "data");

    @Test
    void findsTheComponentsOfDebian() throws IOException {
        SimulationResult result = simulation(unzipped("debian-bookworm-depends.tsv.gz"))
                .snapshotInterval(2_000)
                .eventLimit(20_000_000)
                .run();
        assertThat(result.succeeded()).as(String.valueOf(result.verdict())).isTrue();
        // By networkx.
        List<String> expected =
                unzipped("debian-bookworm-components.tsv.gz").lines().sorted().toList();
        assertThat(result.lines("/out")).isEqualTo(expected);
    }

    @Test
    void findsThemInSpiteOfFailures() {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            StringBuilder edges = new StringBuilder();
            TreeMap<String, String> parents = new TreeMap<>();
            int vertices = 50 + random.nextInt(300);
            for (int edge = 0; edge < vertices * 3 / 4; edge++) {
                String from = "v" + random.nextInt(vertices);
                String to = "v" + random.nextInt(vertices);
                edges.append(from).append('\t').append(to).append('\n');
                join(parents, from, to);
            }
            SimulationResult result =
                    simulation(edges.toString()).seed(seed).faults(Faults.all()).run();
            assertThat(result.succeeded())
                    .as("seed %d: %s", seed, result.verdict())
                    .isTrue();
            List<String> expected = new ArrayList<>();
            List.copyOf(parents.keySet()).forEach(vertex -> expected.add(vertex + "\t" + root(parents, vertex)));
            assertThat(result.lines("/out"))
                    .as("seed %d", seed)
                    .isEqualTo(expected.stream().sorted().toList());
        }
    }

    @Test
    void refusesLinesThatAreNoEdges() {
        SimulationResult result = simulation("a\tb\nc\n").run();
        assertThat(result.succeeded()).isFalse();
        assertThat(result.verdict().message())
                .contains("input /in, line 2 (at byte 4) cannot be read as Edge: an edge is two vertices with a tab");
    }

    @Test
    void hasNoOutputForNoEdges() {
        SimulationResult result = simulation("").run();
        assertThat(result.succeeded()).isTrue();
        assertThat(result.lines("/out")).isEmpty();
    }

    private static Simulation simulation(String edges) {
        return Simulation.of(new ConnectedComponents())
                .file("/in", edges)
                .parameter("input", "/in")
                .parameter("output", "/out")
                .parallelism(2);
    }

    private static void join(TreeMap<String, String> parents, String one, String other) {
        parents.putIfAbsent(one, one);
        parents.putIfAbsent(other, other);
        String first = root(parents, one);
        String second = root(parents, other);
        if (first.compareTo(second) < 0) {
            parents.put(second, first);
        } else {
            parents.put(first, second);
        }
    }

    private static String root(TreeMap<String, String> parents, String vertex) {
        String at = vertex;
        while (!parents.get(at).equals(at)) {
            at = parents.get(at);
        }
        return at;
    }

    private static String unzipped(String name) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(DATA.resolve(name)))) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
