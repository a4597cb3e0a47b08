package dev.loopkeeper.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunBenchmarksTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> measured = new ArrayList<>();

    @Test
    void runsAllWhereNoneIsNamed() {
        assertThat(run()).isZero();
        assertThat(measured).containsExactly("one", "two");
    }

    @Test
    void runsWhatIsNamed() {
        assertThat(run("two")).isZero();
        assertThat(measured).containsExactly("two");
    }

    @Test
    void refusesAnUnknownNameWithOneLineBeforeAnythingIsMeasured() {
        assertThat(run("one", "three")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("benchmarks: there is no benchmark \"three\"; there are one, two\n");
        assertThat(measured).isEmpty();
    }

    @Test
    void refusesAnUnknownOptionWithOneLine() {
        assertThat(run("--jsn", "file")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains("--jsn");
        assertThat(measured).isEmpty();
    }

    @Test
    void refusesAFileThatCannotBeWrittenBeforeAnythingIsMeasured(@TempDir Path folder) {
        Path file = folder.resolve("missing").resolve("results.json");
        assertThat(run("--json", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains(file.toString());
        assertThat(measured).isEmpty();
    }

    @Test
    void writesJson(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("results.json");
        assertThat(run("one", "--json", file.toString())).isZero();
        JsonNode list = new JsonMapper().readTree(Files.readString(file));
        assertThat(list.size()).isEqualTo(1);
        JsonNode entry = list.get(0);
        assertThat(entry.get("name").asText()).isEqualTo("one");
        assertThat(entry.get("value").asDouble()).isEqualTo(3_000_000);
        assertThat(entry.get("unit").asText()).isEqualTo("hops/s");
        assertThat(entry.get("against").asText()).isEqualTo("by hand");
        assertThat(entry.get("ratio").asDouble()).isEqualTo(0.25);
    }

    @Test
    void showsProgressOnStandardErrorAndATableAtTheEnd() {
        run("one");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("one: under way\n");
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .matches("one +3,000,000 hops/s +0[.]25 +by hand, 12,000,000");
    }

    @Test
    void failsWithOneLine() {
        Benchmark failing = new Benchmark() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Measurement measure(Consumer<String> progress) throws BenchmarkException {
                throw new BenchmarkException("key 7 was visited 199 times");
            }
        };
        assertThat(run(List.of(failing))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("benchmarks: key 7 was visited 199 times\n");
    }

    private int run(String... arguments) {
        return run(List.of(new Fixed("one"), new Fixed("two")), arguments);
    }

    private int run(List<Benchmark> known, String... arguments) {
        return RunBenchmarks.run(
                known,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    private final class Fixed implements Benchmark {

        private final String name;

        Fixed(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Measurement measure(Consumer<String> progress) {
            measured.add(name);
            progress.accept("under way");
            return new Measurement(name, 3_000_000, "hops/s", "by hand", 12_000_000);
        }
    }
}
