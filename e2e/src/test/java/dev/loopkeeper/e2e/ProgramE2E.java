package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.e2e.program.Collatz;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program whose jar is in the store and in no image. */
@ExtendWith(OnCluster.class)
final class ProgramE2E {

    private static final String JOB = "collatz";
    private static final int NUMBERS = 1000;

    private static final String SPEC = """
            program:
              className: dev.loopkeeper.e2e.program.Collatz
              parameters: {numbers: "%d", output: "s3://loopkeeper/results/collatz"}
              jar: {uri: "s3://loopkeeper/programs/collatz.jar", sha256: "%s"}
            parallelism: 2
            workers: {slots: 1, memory: 384Mi, cpu: 20m}
            coordinator: {memory: 384Mi, cpu: 20m}
            snapshots: {interval: 1s}
            """;

    @TempDir
    private Path folder;

    private static Path jar(Path jar) throws Exception {
        Path classes = Path.of(Collatz.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                Stream<Path> found = Files.walk(classes.resolve("dev/loopkeeper/e2e/program"))) {
            for (Path each : found.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, entries);
            }
        }
        return jar;
    }

    private static String digest(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static Map<String, String> expected() {
        Map<String, String> steps = new TreeMap<>();
        for (long number = 1; number <= NUMBERS; number++) {
            int count = 0;
            for (long at = number; at != 1; at = at % 2 == 0 ? at / 2 : 3 * at + 1) {
                count++;
            }
            steps.put(Long.toString(number), Integer.toString(count));
        }
        return steps;
    }

    /** K18: what is wrong with it is mended by a change. */
    @Test
    void aJarThatIsNotTheOneThatWasNamedIsRefusedAndThatOneIsRun(Environment environment) throws Exception {
        Path jar = jar(folder.resolve("collatz.jar"));
        try (Bucket bucket = environment.bucket()) {
            bucket.upload(jar, "programs/collatz.jar");
        }
        String wrong = digest(Files.writeString(folder.resolve("another.jar"), "another"));
        environment.jobs().create(JOB, SPEC.formatted(NUMBERS, wrong));
        assertThat(environment.jobs().awaitStalled(JOB, digest(jar)).message())
                .contains("s3://loopkeeper/programs/collatz.jar")
                .contains(wrong);
        environment.jobs().patch(JOB, "{\"spec\": {\"program\": {\"jar\": {\"sha256\": \"" + digest(jar) + "\"}}}}");
        environment.jobs().awaitPhase(JOB, JobPhase.SUCCEEDED);
        try (Bucket bucket = environment.bucket()) {
            assertThat(GraphsE2E.map(bucket.lines("results/collatz"))).isEqualTo(expected());
        }
    }
}
