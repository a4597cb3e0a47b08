package dev.loopkeeper.launcher.run;

import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.runtime.FileTrees;
import dev.loopkeeper.engine.runtime.PrivateFiles;
import dev.loopkeeper.launcher.child.ChildCommands;
import dev.loopkeeper.launcher.child.ChildConfig;
import dev.loopkeeper.launcher.child.ChildFailure;
import dev.loopkeeper.launcher.child.ThreadCoordinatorHost;
import dev.loopkeeper.launcher.child.ThreadWorkers;
import dev.loopkeeper.launcher.child.WorkerMemory;
import dev.loopkeeper.launcher.job.LocalJob;
import dev.loopkeeper.launcher.job.ProgramClasses;
import dev.loopkeeper.launcher.local.ChaosKiller;
import dev.loopkeeper.launcher.local.CoordinatorHost;
import dev.loopkeeper.launcher.local.LocalProvider;
import dev.loopkeeper.launcher.local.LocalProviderSettings;
import dev.loopkeeper.launcher.local.ProcessCoordinatorHost;
import dev.loopkeeper.launcher.local.ProcessWorkerHost;
import dev.loopkeeper.launcher.local.RunEnd;
import dev.loopkeeper.launcher.local.ThreadWorkerHost;
import dev.loopkeeper.launcher.local.WorkerHost;
import dev.loopkeeper.launcher.provider.ProviderClient;
import dev.loopkeeper.launcher.provider.ProviderClientSettings;
import dev.loopkeeper.launcher.store.StoreConfig;
import dev.loopkeeper.launcher.workdir.WorkDirectory;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of a run while it lasts: starts them by a provider, shows how they get on, and passes on the wish to stop. */
final class Supervision implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STOP_TIME = Duration.ofSeconds(10);
    private static final Duration STOP_GRACE = Duration.ofSeconds(3);

    private final RunOptions options;
    private final Run run;
    private final RunTally tally;
    private final Terminal terminal;
    private final LocalProvider provider;
    private final @Nullable ChaosKiller killer;
    private final StopSignals signals;
    private volatile long stoppingSince;

    /**
     * What is run.
     *
     * @param rounds after how many it ends; 0 if that is not known
     */
    record Run(
            LocalJob job,
            JobSettings settings,
            ProgramClasses classes,
            ClassLoader loader,
            StoreConfig store,
            WorkDirectory directory,
            long rounds) {}

    /** Begins. */
    Supervision(RunOptions options, Run run, RunTally tally, Terminal terminal) throws IOException {
        this.options = options;
        this.run = run;
        this.tally = tally;
        this.terminal = terminal;
        WorkDirectory directory = run.directory();
        FileTrees.delete(directory.spillFolder());
        PrivateFiles.createFolder(directory.spillFolder());
        Files.deleteIfExists(directory.controlAddress());
        BearerToken token = directory.token();
        WorkerMemory memory =
                WorkerMemory.of(run.job().spec().workers().memory().bytes());
        ChildConfig config = new ChildConfig(
                run.settings(),
                run.job().className(),
                run.job().parameters(),
                run.job().parallelism(),
                run.store(),
                directory.tokenText(),
                directory.controlAddress().toString(),
                directory.spillFolder().toString(),
                options.inProcess() ? Runtime.getRuntime().maxMemory() / 4 : memory.heap(),
                Optional.ofNullable(run.job().spec().snapshots().restoreFrom()));
        config.write(directory.childConfig());
        Duration silence = run.job().spec().recovery().coordinatorSilence();
        this.signals = new StopSignals(this::stop);
        this.provider = new LocalProvider(
                coordinators(config, memory),
                workers(config, memory),
                (address, listener) ->
                        new ProviderClient(address, token, ProviderClientSettings.local(silence), listener),
                LocalProviderSettings.standard(silence),
                new RunEvents(terminal::line, tally, this::removeSpill));
        Duration killEvery = options.killEvery();
        this.killer = killEvery == null ? null : killer(killEvery);
    }

    private ChaosKiller killer(Duration interval) {
        Victims victims = new Victims(provider);
        return new ChaosKiller(victims::candidates, interval, options.seed(), victim -> {
            victims.killed(victim);
            terminal.line(victim.region() + ": killed worker " + victim.name());
        });
    }

    private CoordinatorHost coordinators(ChildConfig config, WorkerMemory memory) throws IOException {
        return options.inProcess()
                ? new ThreadCoordinatorHost(
                        config, run.loader(), run.directory().path())
                : new ProcessCoordinatorHost(
                        run.job().name(), commands(memory), run.directory().path());
    }

    private WorkerHost workers(ChildConfig config, WorkerMemory memory) throws IOException {
        return options.inProcess()
                ? new ThreadWorkerHost(new ThreadWorkers(config, run.loader()))
                : new ProcessWorkerHost(commands(memory), run.directory().logFolder());
    }

    private ChildCommands commands(WorkerMemory memory) {
        return new ChildCommands(
                run.directory().childConfig(),
                run.classes().entries(),
                run.job().spec().coordinator().memory().bytes(),
                memory,
                options.debug());
    }

    /** A killed worker cannot remove what it has spilled. */
    private void removeSpill(String worker) {
        Thread.ofVirtual().start(() -> {
            try {
                FileTrees.delete(run.directory().spillFolder().resolve("spill-" + worker));
            } catch (IOException e) {
                LOG.warn("What worker {} has spilled stays until the next run: {}", worker, e.toString());
            }
        });
    }

    private void stop(int signal) {
        stoppingSince = System.nanoTime();
        terminal.line("stopping with a snapshot, within " + STOP_TIME.toSeconds() + " s; once more to end at once");
        if (killer != null) {
            killer.close();
        }
        provider.requestStop(new StopRequest(
                UUID.randomUUID().toString(), true, false, Instant.now().plus(STOP_TIME), "signal " + signal));
    }

    /** Shows the run's progress until its end. */
    RunOutcome awaitEnd() throws InterruptedException {
        CompletableFuture<RunEnd> ended = provider.ended();
        DiskWatch disk = new DiskWatch(
                run.directory().path(),
                directory -> Files.getFileStore(directory).getUsableSpace(),
                terminal::line);
        try (Progress progress = new Progress(terminal, run.job().name(), run.rounds(), tally)) {
            while (true) {
                try {
                    RunEnd end = ended.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                    provider.lastStatus().ifPresent(tally::add);
                    return outcome(end);
                } catch (TimeoutException _) {
                    if (stopOverdue()) {
                        return new RunOutcome.Suspended("no snapshot was possible in time", signals.received());
                    }
                    disk.look();
                    Optional<JobStatus> status = provider.status();
                    status.ifPresent(tally::add);
                    status.ifPresent(progress::show);
                }
            }
        } catch (ExecutionException e) {
            LOG.error("The provider failed", e.getCause());
            return new RunOutcome.Broken("the run cannot go on: " + e.getCause());
        }
    }

    private boolean stopOverdue() {
        return signals.received() != 0
                && stoppingSince != 0
                && System.nanoTime() - stoppingSince
                        > STOP_TIME.plus(STOP_GRACE).toNanos();
    }

    private RunOutcome outcome(RunEnd end) {
        return switch (end) {
            case RunEnd.Decided(var verdict) ->
                switch (verdict.outcome()) {
                    case SUCCEEDED -> new RunOutcome.Succeeded(verdict.message());
                    case FAILED -> new RunOutcome.Failed(verdict.message());
                    case SUSPENDED -> new RunOutcome.Suspended(verdict.message(), signals.received());
                };
            case RunEnd.Untold(int code, String logTail) -> untold(code, logTail);
            case RunEnd.Refused(String logTail) ->
                new RunOutcome.Refused(ChildFailure.read(logTail)
                        .orElse("the coordinator refused the program; its log ends with: " + lastLine(logTail)));
            case RunEnd.GivenUp(String reason, String logTail) ->
                new RunOutcome.Broken(reason + "; the last one's log ends with: " + lastLine(logTail));
        };
    }

    /** The verdict stands in the store; the next run would hear it. */
    private RunOutcome untold(int code, String logTail) {
        return code == 0
                ? new RunOutcome.Suspended(
                        "the coordinator ended before it told how; run again with this work dir to hear it",
                        signals.received())
                : new RunOutcome.Broken(
                        "the job failed, and the coordinator ended before it told why; its log ends with: "
                                + lastLine(logTail));
    }

    private static String lastLine(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("nothing");
    }

    /** Ends whatever still runs. */
    @Override
    public void close() {
        if (killer != null) {
            killer.close();
        }
        provider.close();
        signals.close();
    }
}
