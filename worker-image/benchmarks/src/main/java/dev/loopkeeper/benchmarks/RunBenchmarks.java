package dev.loopkeeper.benchmarks;

import dev.loopkeeper.benchmarks.hops.HopsBenchmark;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command behind {@code benchmarks/run}. Exit code 0 done, 1 a benchmark failed, 2 wrong arguments. */
@Command(
        name = "run",
        description = "Measures jobs beside hand-written loops that do the same. Without names all are run.",
        mixinStandardHelpOptions = true)
public final class RunBenchmarks implements Callable<Integer> {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private final List<Benchmark> known;
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "NAME", description = "What to run; all if nothing is named.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results to this file as JSON.")
    private @Nullable Path json;

    RunBenchmarks(List<Benchmark> known, PrintStream out, PrintStream err) {
        this.known = known;
        this.out = out;
        this.err = err;
    }

    /** Runs what the arguments name, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(HopsBenchmark.all(), System.out, System.err, arguments));
    }

    /** Runs what the arguments name; returns the exit code. */
    static int run(List<Benchmark> known, PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new RunBenchmarks(known, out, err))
                .setParameterExceptionHandler((e, _) -> tell(err, String.valueOf(e.getMessage()), BAD_INPUT))
                .setExecutionExceptionHandler((e, command, _) -> switch (e) {
                    case ParameterException wrong -> tell(err, String.valueOf(wrong.getMessage()), BAD_INPUT);
                    case BenchmarkException failed -> tell(err, String.valueOf(failed.getMessage()), FAILED);
                    default -> throw e;
                })
                .execute(arguments);
    }

    private static int tell(PrintStream err, String line, int code) {
        err.println("benchmarks: " + line);
        return code;
    }

    @Override
    public Integer call() throws BenchmarkException, IOException, InterruptedException {
        List<Benchmark> chosen = chosen();
        checkWritable();
        List<Measurement> measurements = new ArrayList<>();
        for (Benchmark benchmark : chosen) {
            measurements.add(benchmark.measure(line -> err.println(benchmark.name() + ": " + line)));
        }
        if (json != null) {
            Files.writeString(json, Report.json(measurements));
        }
        Report.table(measurements).forEach(out::println);
        out.flush();
        return DONE;
    }

    private List<Benchmark> chosen() {
        if (names.isEmpty()) {
            return known;
        }
        return names.stream().map(this::named).toList();
    }

    private Benchmark named(String name) {
        return known.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong("there is no benchmark \"" + name + "\"; there are "
                        + String.join(", ", known.stream().map(Benchmark::name).toList())));
    }

    /** Before minutes are spent on what cannot be written. */
    private void checkWritable() {
        if (json == null) {
            return;
        }
        Path folder = json.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(json) || folder == null || !Files.isWritable(Files.exists(json) ? json : folder)) {
            throw wrong("--json " + json + " cannot be written; give a file in a folder that is there");
        }
    }

    private ParameterException wrong(String line) {
        return new ParameterException(new CommandLine(this), line);
    }
}
