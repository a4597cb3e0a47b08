package dev.loopkeeper.crds.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of bad job files. Each file says in its first lines what is wrong with it, and whether Kubernetes, strictly validating, refuses it by
 * the resource's definition. Templates that are no pods, or touch what is the operator's, are among them (K20).
 */
final class BadJobFilesTest {

    private static final Path FILES = Path.of("src/test/resources/jobs/bad");
    private static final String EXPECTED = "# problem: ";

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedWithAllItsProblems(Path file) throws IOException {
        List<String> expected = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(EXPECTED))
                .map(line -> line.substring(EXPECTED.length()))
                .toList();
        InvalidJobException refusal = catchThrowableOfType(InvalidJobException.class, () -> JobFile.read(file));
        assertThat(refusal).as("%s must be refused", file).isNotNull();
        assertThat(refusal.problems().stream().map(BadJobFilesTest::inOneLine)).isEqualTo(expected);
        assertThat(refusal.getMessage().lines())
                .hasSameSizeAs(expected)
                .allMatch(line -> line.startsWith(file.toString()));
    }

    private static String inOneLine(Problem problem) {
        String place = problem.line() > 0 ? problem.line() + ": " : "";
        return place + (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message();
    }
}
