package dev.loopkeeper.launcher.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class TrainingMainTest {

    @Test
    void trainingRunsAJobToItsEnd(@TempDir Path directory) throws IOException {
        assertThat(TrainingMain.train(directory)).isZero();

        assertThat(lines(directory.resolve("work/output"))).containsExactlyInAnyOrderElementsOf(allRunners());
        assertThat(directory.resolve("summary.json"))
                .as("all that was read is counted, once, whatever was read again after a loss")
                .content()
                .contains("\"status\" : \"Succeeded\"", "\"records\" : 2000,");
    }

    @Test
    void trainingRunsAJobToItsEndAsPodsDo(@TempDir Path directory) throws Exception {
        assertThat(PodTrainingMain.train(directory, System.getProperty("java.class.path")))
                .isZero();

        assertThat(lines(directory.resolve("output"))).containsExactlyInAnyOrderElementsOf(allRunners());
    }

    private static List<String> allRunners() {
        return IntStream.range(0, 2000).mapToObj(number -> "runner-" + number).toList();
    }

    private static List<String> lines(Path output) throws IOException {
        try (Stream<Path> parts = Files.list(output)) {
            return parts.flatMap(TrainingMainTest::linesOf).toList();
        }
    }

    private static Stream<String> linesOf(Path part) {
        try {
            return Files.readAllLines(part).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
