package dev.loopkeeper.launcher.child;

import dev.loopkeeper.launcher.LogSetup;
import dev.loopkeeper.launcher.local.CoordinatorCommand;
import dev.loopkeeper.launcher.local.ProcessCommand;
import dev.loopkeeper.launcher.local.WorkerCommand;
import dev.loopkeeper.provider.WantedWorker;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the launcher starts its child processes: with its own Java and class path, the program's classes behind it. */
public final class ChildCommands implements CoordinatorCommand, WorkerCommand {

    private static final String MAIN = "dev.loopkeeper.launcher.Main";

    /**
     * Netty uses Unsafe and native code; a JVM out of memory is replaced rather than kept half alive; object headers of 8 bytes leave more of
     * the heap to a job's state.
     */
    private static final List<String> ALL = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseCompactObjectHeaders");

    /**
     * Throughput counts, and pauses are far below any heartbeat time-out with heaps of a few gigabytes. The best compiler comes in four times later than
     * usual: on what only a start does often it would spend more than that start takes, and what records do often gets there milliseconds later.
     */
    private static final List<String> WORKER = List.of(
            "-XX:+UseParallelGC",
            "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=2400",
            "-XX:Tier4CompileThreshold=60000",
            "-XX:Tier4BackEdgeThreshold=160000");

    /** It computes little: a quick start counts. */
    private static final List<String> COORDINATOR = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /**
     * The property with the file that the launcher's own JVM was started fast with; it serves the children as well, for their class paths begin
     * as the launcher's does. A JVM goes on without one that does not fit it.
     */
    private static final String START_CACHE = "loopkeeper.startCache";

    private final Path config;
    private final String classPath;
    private final long coordinatorMemory;
    private final WorkerMemory workerMemory;
    private final boolean debug;

    /**
     * @param config the file with a {@link ChildConfig}
     * @param program the program's classes
     * @param coordinatorMemory for the coordinator's process, in bytes
     */
    public ChildCommands(
            Path config, List<Path> program, long coordinatorMemory, WorkerMemory workerMemory, boolean debug) {
        this.config = config;
        List<String> entries = new ArrayList<>();
        entries.add(System.getProperty("java.class.path"));
        program.forEach(entry -> entries.add(entry.toString()));
        this.classPath = String.join(File.pathSeparator, entries);
        this.coordinatorMemory = coordinatorMemory;
        this.workerMemory = workerMemory;
        this.debug = debug;
    }

    @Override
    public ProcessCommand command(long epoch, Path addressFile) {
        List<String> options = new ArrayList<>(COORDINATOR);
        options.addAll(WorkerMemory.of(coordinatorMemory).options());
        return java(options, ChildMain.coordinatorArguments(config, epoch, addressFile));
    }

    @Override
    public ProcessCommand command(WantedWorker worker, String uid) {
        List<String> options = new ArrayList<>(WORKER);
        options.addAll(workerMemory.options());
        return java(options, ChildMain.workerArguments(config, worker.name(), uid));
    }

    private ProcessCommand java(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ALL);
        command.addAll(startCache());
        command.addAll(options);
        command.add("-D" + LogSetup.LEVEL + "=" + (debug ? "DEBUG" : "INFO"));
        command.add("-cp");
        command.add(classPath);
        command.add(MAIN);
        command.addAll(arguments);
        return new ProcessCommand(command, Map.of());
    }

    private static List<String> startCache() {
        String file = System.getProperty(START_CACHE);
        return file == null
                ? List.of()
                // Without what the training saw of methods: it has each start compile what only starts do.
                : List.of(
                        "-XX:AOTCache=" + file,
                        "-Xlog:aot*=off",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-AOTReplayTraining");
    }
}
