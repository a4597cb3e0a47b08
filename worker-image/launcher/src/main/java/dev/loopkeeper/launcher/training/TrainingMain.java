package dev.loopkeeper.launcher.training;

import dev.loopkeeper.launcher.ExitCode;
import dev.loopkeeper.launcher.command.LoopkeeperCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the training job in one process, in a directory that it is given: {@code java -XX:AOTCacheOutput=FILE -cp JAR TrainingMain DIRECTORY}. Whoever
 * starts it removes the directory.
 */
public final class TrainingMain {

    private TrainingMain() {}

    /** Ends with the exit code of the commands. */
    public static void main(String[] arguments) throws IOException {
        System.exit(arguments.length == 1 ? train(Path.of(arguments[0])) : ExitCode.BAD_INPUT);
    }

    static int train(Path directory) throws IOException {
        Path job = directory.resolve("job.yaml");
        try (InputStream resource = TrainingMain.class.getResourceAsStream("job.yaml")) {
            Files.copy(resource, job);
        }
        String workDirectory = directory.resolve("work").toString();
        int planned = LoopkeeperCommand.run("plan", job.toString());
        int run = LoopkeeperCommand.run(
                "run",
                job.toString(),
                "--in-process",
                "--work-dir",
                workDirectory,
                "--kill-every",
                "1s",
                "--seed",
                "1",
                "--summary",
                directory.resolve("summary.json").toString());
        return Math.max(planned, run);
    }
}
