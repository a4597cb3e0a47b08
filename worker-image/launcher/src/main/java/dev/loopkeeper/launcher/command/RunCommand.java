package dev.loopkeeper.launcher.command;

import dev.loopkeeper.crds.value.GoDuration;
import dev.loopkeeper.crds.value.MemorySize;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.job.JobOverrides;
import dev.loopkeeper.launcher.run.LocalRun;
import dev.loopkeeper.launcher.run.RunOptions;
import dev.loopkeeper.launcher.run.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loopkeeper run}: runs a job on this machine. */
@Command(
        name = "run",
        description = "Runs a job on this machine: a coordinator, workers and a store, restarted when they die.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class RunCommand implements Callable<Integer> {

    private static final Pattern JAVA_SIZE = Pattern.compile("[0-9]+[mg]");

    @Mixin
    private JobOptions job;

    @Mixin
    private DebugOption debug;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "How many worker processes, over all regions; each region has at least one.")
    private @Nullable Integer workers;

    @Option(
            names = "--worker-memory",
            paramLabel = "SIZE",
            description = "The memory of a worker process, such as 512Mi or 2Gi.")
    private @Nullable String workerMemory;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            description =
                    "Where the run keeps its snapshots; one used before is gone on with. Without it, a new one under the folder .loopkeeper.")
    private @Nullable Path workDir;

    @Option(names = "--in-process", description = "Run coordinator and workers as threads of this process.")
    private boolean inProcess;

    @Option(
            names = "--kill-every",
            paramLabel = "DURATION",
            description = "Kill a random worker again and again, such as every 2s: the job survives it.")
    private @Nullable String killEvery;

    @Option(names = "--seed", paramLabel = "N", description = "Makes the choice of --kill-every repeatable.")
    private @Nullable Long seed;

    @Option(names = "--summary", paramLabel = "FILE", description = "Write the summary to this file as JSON.")
    private @Nullable Path summary;

    @Override
    public Integer call() throws BadInputException, IOException, InterruptedException {
        JobOverrides overrides = new JobOverrides(job.parameters(), job.parallelism, workers, memory(workerMemory));
        Duration kills = interval(killEvery);
        long chosenSeed = seed == null ? ThreadLocalRandom.current().nextLong(1L << 31) : seed;
        Terminal terminal = Terminal.standardError();
        if (kills != null) {
            terminal.line("killing a random worker every " + killEvery + ", seed " + chosenSeed);
        }
        RunOptions options =
                new RunOptions(job.file, overrides, workDir, inProcess, kills, chosenSeed, summary, debug.debug);
        return new LocalRun(options, terminal, System.out, System.getenv()).run();
    }

    /** Besides the resource's quantities, sizes as Java's options have them: {@code 512m} would be half a byte there, which nobody means. */
    private static @Nullable MemorySize memory(@Nullable String text) throws BadInputException {
        try {
            return text == null
                    ? null
                    : MemorySize.parse(JAVA_SIZE.matcher(text).matches() ? text.toUpperCase(Locale.ROOT) + "i" : text);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--worker-memory: " + e.getMessage(), e);
        }
    }

    private static @Nullable Duration interval(@Nullable String text) throws BadInputException {
        if (text == null) {
            return null;
        }
        try {
            Duration interval = GoDuration.parse(text).value();
            if (interval.toMillis() < 1) {
                throw new BadInputException("--kill-every must be at least 1ms, got " + text);
            }
            return interval;
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--kill-every: " + e.getMessage(), e);
        }
    }
}
