package dev.loopkeeper.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine. */
public final class Shell {

    private static final int SHOWN_LINES = 40;

    private Shell() {}

    /**
     * Runs a program and gives what it prints on standard output.
     *
     * @throws IllegalStateException with the end of what it printed, if it fails or takes longer
     */
    public static String run(Duration limit, Map<String, String> environment, String... command) {
        try {
            Path output = Files.createTempFile("e2e", ".out");
            Path errors = Files.createTempFile("e2e", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(String.join(" ", Arrays.asList(command))
                            + (ended
                                    ? " ended with " + process.exitValue()
                                    : " took longer than " + limit.toSeconds() + " s")
                            + "\n" + end(output) + end(errors));
                }
                return Files.readString(output);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }

    /** Whether a program runs and ends well. */
    public static boolean succeeds(Duration limit, String... command) {
        try {
            run(limit, Map.of(), command);
            return true;
        } catch (IllegalStateException | UncheckedIOException _) {
            return false;
        }
    }

    private static String end(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())) + "\n";
    }
}
