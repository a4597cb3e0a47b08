package dev.loopkeeper.crds.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The checked-in definition is what the model says. */
final class DefinitionTest {

    private static final Path CHECKED_IN =
            Path.of("src/main/resources/META-INF/fabric8/iterativejobs.loopkeeper.dev-v1.yml");

    @Test
    void isGeneratedFromTheModel() throws IOException {
        String generated = DefinitionGenerator.yaml();
        if (Boolean.getBoolean("loopkeeper.definition.write")) {
            Files.writeString(CHECKED_IN, generated);
        }
        assertThat(Files.readString(CHECKED_IN))
                .as("the checked-in definition; its first lines say how to renew it")
                .isEqualTo(generated);
    }

    @Test
    void isSmallEnoughForKubernetes() throws IOException {
        assertThat(Files.readString(CHECKED_IN).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(256 * 1024);
    }
}
