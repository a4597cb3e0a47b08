package dev.loopkeeper.launcher.run;

import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.crds.read.IgnoredSetting;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.PlannedProgram;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.ExitCode;
import dev.loopkeeper.launcher.job.EngineSettings;
import dev.loopkeeper.launcher.job.JobPlan;
import dev.loopkeeper.launcher.job.LocalJob;
import dev.loopkeeper.launcher.job.Placement;
import dev.loopkeeper.launcher.job.ProgramClasses;
import dev.loopkeeper.launcher.local.EpochFile;
import dev.loopkeeper.launcher.store.JobStore;
import dev.loopkeeper.launcher.workdir.JobRecord;
import dev.loopkeeper.launcher.workdir.JobResult;
import dev.loopkeeper.launcher.workdir.WorkDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run of a job file on this machine: reads, plans, opens the work directory and the store, runs, sums up. */
public final class LocalRun {

    private final RunOptions options;
    private final Terminal terminal;
    private final PrintStream out;
    private final Map<String, String> environment;

    /**
     * A run that has not begun.
     *
     * @param terminal for what people read while it runs
     * @param out for the summary
     * @param environment the process's, where keys of stores are looked for
     */
    public LocalRun(RunOptions options, Terminal terminal, PrintStream out, Map<String, String> environment) {
        this.options = options;
        this.terminal = terminal;
        this.out = out;
        this.environment = environment;
    }

    /**
     * Runs the job to its end.
     *
     * @return the exit code, see {@link ExitCode}
     * @throws BadInputException if something that was given cannot be used; nothing has run then that matters
     * @throws IOException if the work directory fails
     */
    public int run() throws BadInputException, IOException, InterruptedException {
        long begun = System.nanoTime();
        SummaryFile summary = SummaryFile.at(options.summary());
        LocalJob read = LocalJob.read(options.file(), options.overrides());
        tellIgnored(read);
        Path path = options.workDir() == null ? WorkDirectory.newPath(read.name()) : options.workDir();
        LocalJob job = read.in(path);
        ProgramClasses classes = ProgramClasses.find(job);
        try (URLClassLoader loader = classes.loader()) {
            PlannedProgram planned = JobPlan.make(job.className(), loader, job.parameters(), job.parallelism());
            planned.warnings().forEach(warning -> terminal.line("warning: " + warning));
            try (WorkDirectory directory = WorkDirectory.open(path)) {
                JobRecord record = claim(directory, job);
                Optional<JobResult> result = directory.result();
                if (result.isPresent()) {
                    return finishedBefore(job, directory, result.get(), summary);
                }
                return run(job, classes, loader, planned.plan(), directory, record, summary, begun);
            }
        }
    }

    private void tellIgnored(LocalJob job) {
        if (!job.ignored().isEmpty()) {
            terminal.line("a local run does not heed "
                    + job.ignored().stream().map(IgnoredSetting::toString).collect(Collectors.joining("; ")));
        }
    }

    /** Makes the directory this job's, or finds that it is. */
    private JobRecord claim(WorkDirectory directory, LocalJob job) throws BadInputException, IOException {
        String current = Path.of("").toAbsolutePath().toString();
        JobRecord wanted = new JobRecord(
                JobRecord.VERSION,
                job.name(),
                job.namespace(),
                UUID.randomUUID().toString(),
                job.className(),
                job.parameters(),
                JobStore.describe(job.spec().snapshots().store()),
                current);
        Optional<JobRecord> found = directory.record();
        if (found.isEmpty()) {
            directory.keepJobFile(job.file());
            directory.writeRecord(wanted);
            return wanted;
        }
        List<String> differences = found.get().differences(wanted);
        if (!differences.isEmpty()) {
            throw new BadInputException("the work dir " + directory.path() + " is of another run: "
                    + String.join("; ", differences) + ". Run it as before, or give another --work-dir");
        }
        if (!found.get().directory().equals(current)) {
            terminal.line("warning: the work dir was used from " + found.get().directory()
                    + " before; relative paths in the parameters are now taken from " + current);
        }
        return found.get();
    }

    private int finishedBefore(LocalJob job, WorkDirectory directory, JobResult result, SummaryFile summary)
            throws IOException {
        out.println(
                result.succeeded()
                        ? "The job has finished in " + directory.path() + " before; nothing is left to do."
                        : "The job has failed in " + directory.path() + " before; another --work-dir begins it again.");
        SummaryText.lines(result.summary()).forEach(out::println);
        tellOutput(job);
        out.flush();
        summary.write(result.summary());
        return result.succeeded() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int run(
            LocalJob job,
            ProgramClasses classes,
            URLClassLoader loader,
            Plan plan,
            WorkDirectory directory,
            JobRecord record,
            SummaryFile summary,
            long begun)
            throws BadInputException, IOException, InterruptedException {
        Placement placement = Placement.of(
                plan.regions().stream().map(region -> region.slots().size()).toList(),
                job.spec().workers().slots(),
                job.workers());
        placement.difference().ifPresent(terminal::line);
        int workers = placement.workers();
        String folder = record.namespace() + "/" + record.job() + "/" + record.uid() + "/";
        try (JobStore store = JobStore.open(job.spec().snapshots().store(), folder, directory, environment)) {
            store.warning().ifPresent(warning -> terminal.line("warning: " + warning));
            terminal.line(job.name() + ": " + plan.regions().size()
                    + (plan.regions().size() == 1 ? " region" : " regions") + ", parallelism " + plan.parallelism()
                    + ", "
                    + workers + (workers == 1 ? " worker" : " workers") + "; work dir " + directory.path());
            RunTally tally = new RunTally();
            RunOutcome outcome;
            try (Supervision supervision = new Supervision(
                    options,
                    new Supervision.Run(
                            job,
                            // No worker outlives its launcher: each start of one is a run of its own.
                            EngineSettings.of(
                                    job,
                                    record.uid(),
                                    EpochFile.in(directory.path()).last() + 1,
                                    placement.slotsPerWorker()),
                            classes,
                            loader,
                            store.config(),
                            directory,
                            rounds(plan)),
                    tally,
                    terminal)) {
                outcome = supervision.awaitEnd();
            }
            return end(job, directory, outcome, tally, summary, begun);
        }
    }

    /** Programs name where they write by the parameter {@code output}. */
    private void tellOutput(LocalJob job) {
        String output = job.parameters().get("output");
        if (output != null) {
            out.println("  output     " + output);
        }
    }

    /** After how many rounds the program ends at the latest; 0 if that is not known. */
    private static long rounds(Plan plan) {
        return plan.loops().size() == 1
                        && plan.loops().getFirst().kind() instanceof Rounds loop
                        && loop.limit() != Integer.MAX_VALUE
                ? loop.limit()
                : 0;
    }

    private int end(
            LocalJob job, WorkDirectory directory, RunOutcome outcome, RunTally tally, SummaryFile file, long begun)
            throws BadInputException, IOException {
        if (outcome instanceof RunOutcome.Refused refused) {
            throw new BadInputException(refused.message());
        }
        double seconds = Math.round((System.nanoTime() - begun) / 1e6) / 1000.0;
        RunSummary summary = tally.summary(job.name(), outcome.status(), outcome.message(), seconds);
        if (outcome instanceof RunOutcome.Succeeded || outcome instanceof RunOutcome.Failed) {
            directory.writeResult(new JobResult(outcome instanceof RunOutcome.Succeeded, outcome.message(), summary));
        }
        SummaryText.lines(summary).forEach(out::println);
        tellOutput(job);
        out.flush();
        file.write(summary);
        switch (outcome) {
            case RunOutcome.Failed(String message) ->
                terminal.line("loopkeeper: job " + job.name() + " failed: " + message);
            case RunOutcome.Broken(String message) ->
                terminal.line("loopkeeper: " + message + "; the logs are in " + directory.logFolder());
            case RunOutcome.Suspended(String message, int signal) ->
                terminal.line("stopped; the same command with --work-dir " + directory.path() + " goes on");
            case RunOutcome.Succeeded _, RunOutcome.Refused _ -> {}
        }
        return outcome.exitCode();
    }

    /** Where {@code --summary} goes. */
    private record SummaryFile(Optional<Path> path) {

        /** Checks before a long run that the file can be written after it. */
        static SummaryFile at(@Nullable Path path) throws BadInputException {
            if (path == null) {
                return new SummaryFile(Optional.empty());
            }
            Path folder = path.toAbsolutePath().normalize().getParent();
            if (folder == null || Files.isDirectory(path)) {
                throw new BadInputException("--summary " + path + " is a folder; give a file");
            }
            if (!Files.isDirectory(folder)) {
                throw new BadInputException("--summary " + path + ": there is no folder " + folder);
            }
            // Permissions do not tell all: a file system may be read-only, or may take no files.
            try (FileChannel _ = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                return new SummaryFile(Optional.of(path));
            } catch (IOException e) {
                throw new BadInputException("--summary " + path + " cannot be written: " + e.getMessage(), e);
            }
        }

        void write(RunSummary summary) throws IOException {
            if (path.isPresent()) {
                Files.writeString(path.get(), SummaryJson.write(summary));
            }
        }
    }
}
