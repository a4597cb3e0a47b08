package dev.loopkeeper.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.read.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program and job file are those that the examples are made of. */
final class ReadmeCodeTest {

    private static final Path COMPONENTS = Readme.PROJECT.resolve("examples/components");

    @TempDir
    private Path folder;

    /** Without comments and without regard for where lines are broken. */
    private static String normalised(String java) {
        return java.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
    }

    @Test
    void theFirstProgramIsTheExample() throws IOException {
        String program = Readme.read().blocks("java").getFirst();
        String source = Files.readString(
                COMPONENTS.resolve("src/main/java/dev/loopkeeper/examples/components/ConnectedComponents.java"));
        assertThat(program).contains("implements Program");
        assertThat(normalised(source)).contains(normalised(program));
    }

    /** Everything but the first program is a call of the test kit; the example's tests begin with the same. */
    @Test
    void theCallsOfTheTestKitCompile() throws IOException {
        List<String> snippets = Readme.read().blocks("java");
        for (String snippet : snippets.subList(1, snippets.size())) {
            Snippet.run(folder, snippet);
        }
    }

    @Test
    void theJobFileIsTheExamples() throws Exception {
        List<String> blocks = Readme.read().blocks("yaml");
        assertThat(blocks).hasSize(1);
        Path shown = Files.writeString(folder.resolve("job.yaml"), blocks.getFirst());
        assertThat(JobFile.read(shown).job())
                .usingRecursiveComparison()
                .isEqualTo(JobFile.read(COMPONENTS.resolve("job.yaml")).job());
    }
}
