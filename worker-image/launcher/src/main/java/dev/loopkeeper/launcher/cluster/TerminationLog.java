package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.coordinator.process.CoordinatorExit;
import dev.loopkeeper.provider.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The file whose content Kubernetes puts into the status of an ended container: what a process says last to the operator, which has no right to read
 * logs (K11).
 */
record TerminationLog(Path file) {

    /** Where Kubernetes looks if nothing else is said. */
    static final TerminationLog OF_POD = new TerminationLog(Path.of("/dev/termination-log"));

    private static final String VERDICT = "loopkeeper-verdict ";

    /** What a coordinator's end is. */
    static String text(CoordinatorExit exit) {
        Optional<Verdict.Outcome> verdict = exit.verdict();
        return verdict.map(outcome -> VERDICT + outcome + " " + exit.message()).orElse(exit.message());
    }

    /** Writes it; where there is no such file, it is not a pod's process and says it on standard error only. */
    void write(String text) {
        System.err.println("loopkeeper: ended: " + text);
        if (Files.isWritable(file)) {
            try {
                Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                System.err.println("loopkeeper: " + file + " cannot be written: " + e.getMessage());
            }
        }
    }
}
