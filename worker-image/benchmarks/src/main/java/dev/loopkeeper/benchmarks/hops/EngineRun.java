package dev.loopkeeper.benchmarks.hops;

import dev.loopkeeper.benchmarks.BenchmarkException;
import dev.loopkeeper.engine.runtime.FileTrees;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.ExitCode;
import dev.loopkeeper.launcher.job.JobOverrides;
import dev.loopkeeper.launcher.run.LocalRun;
import dev.loopkeeper.launcher.run.RunOptions;
import dev.loopkeeper.launcher.run.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs {@link HopsProgram} as {@code loopkeeper run} does: with a coordinator, workers, and a store behind an embedded S3 server.
 *
 * @param inProcess whether coordinator and workers are threads of this process
 * @param workers how many there are
 * @param snapshotInterval as in a job file
 */
record EngineRun(boolean inProcess, int workers, String snapshotInterval) {

    static final int MEASURED_SECONDS = 20;
    private static final int WARM_UP_SECONDS = 8;

    /** From the source's first record to the first arrivals, where the warm-up begins; on a busy machine. */
    private static final int FIRST_ARRIVALS_SECONDS = 8;

    private static final String JOB_FILE = "job.yaml";

    /** The rate of all tasks after the warm-up, if every key was visited as often as it should. */
    double hopsPerSecond() throws BenchmarkException, InterruptedException {
        try {
            Path folder = Files.createTempDirectory("loopkeeper-benchmark-");
            try {
                Path workDir = folder.resolve("work");
                run(folder, workDir);
                return result(workDir);
            } finally {
                FileTrees.delete(folder);
            }
        } catch (IOException e) {
            throw new BenchmarkException("the files of the job cannot be used: " + e.getMessage(), e);
        }
    }

    private void run(Path folder, Path workDir) throws IOException, BenchmarkException, InterruptedException {
        Path file = folder.resolve(JOB_FILE);
        Files.writeString(file, jobFile());
        Map<String, String> parameters = Map.of(
                HopsProgram.WARM_UP, Integer.toString(WARM_UP_SECONDS),
                HopsProgram.MEASURED, Integer.toString(FIRST_ARRIVALS_SECONDS + MEASURED_SECONDS));
        RunOptions options = new RunOptions(
                file, new JobOverrides(parameters, null, workers, null), workDir, inProcess, null, 0, null, false);
        Terminal terminal = new Terminal(System.err, false);
        PrintStream summary = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            if (new LocalRun(options, terminal, summary, Map.of()).run() != ExitCode.DONE) {
                throw new BenchmarkException("the job failed; its last lines say why");
            }
        } catch (BadInputException e) {
            throw new BenchmarkException("the job cannot be run: " + e.line(), e);
        }
    }

    private String jobFile() throws IOException {
        try (InputStream in = EngineRun.class.getResourceAsStream(JOB_FILE)) {
            if (in == null) {
                throw new IllegalStateException("the job file is not beside its classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("INTERVAL", snapshotInterval);
        }
    }

    private static double result(Path workDir) throws IOException, BenchmarkException {
        long arrived = 0;
        double hopsPerSecond = 0;
        for (String line : lines(workDir.resolve(HopsProgram.WINDOWS))) {
            String[] window = line.split("\t", -1);
            arrived += Long.parseLong(window[0]);
            double seconds = Long.parseLong(window[2]) / 1e9;
            if (seconds < MEASURED_SECONDS) {
                throw new BenchmarkException("a task was measured for " + seconds + " s only, not " + MEASURED_SECONDS);
            }
            hopsPerSecond += Long.parseLong(window[1]) / seconds;
        }
        if (arrived == 0 || arrived % Course.RECORDS != 0) {
            throw new BenchmarkException(arrived + " tokens arrived: that is not a number of laps");
        }
        Map<Integer, Long> visits = new HashMap<>();
        for (String line : lines(workDir.resolve(HopsProgram.VISITS))) {
            String[] visited = line.split("\t", -1);
            visits.merge(Integer.valueOf(visited[0]), Long.valueOf(visited[1]), Long::sum);
        }
        Visits.check(visits, arrived / Course.RECORDS);
        return hopsPerSecond;
    }

    private static List<String> lines(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }
}
