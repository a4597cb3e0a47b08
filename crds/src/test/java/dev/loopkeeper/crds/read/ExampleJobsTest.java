package dev.loopkeeper.crds.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job files that users begin with. */
final class ExampleJobsTest {

    private static final Path REPOSITORY = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"components", "pagerank", "rework"})
    void isReadAndNamesWhatIsThere(String example) throws InvalidJobException {
        JobFile file =
                JobFile.read(REPOSITORY.resolve("examples").resolve(example).resolve("job.yaml"));
        assertThat(file.ignoredLocally()).isEmpty();
        assertThat(file.job().getMetadata().getName()).isEqualTo(example);
        var spec = file.job().getSpec();
        assertThat(spec.parallelism()).isEqualTo(2);
        assertThat(spec.snapshots().interval().value()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        String source = spec.program().className().replace('.', '/') + ".java";
        assertThat(REPOSITORY.resolve("examples/" + example + "/src/main/java/" + source))
                .isRegularFile();
        String input = spec.program().parameters().get("input");
        if (input != null) {
            assertThat(Files.isRegularFile(REPOSITORY.resolve(input))).as(input).isTrue();
        }
    }
}
