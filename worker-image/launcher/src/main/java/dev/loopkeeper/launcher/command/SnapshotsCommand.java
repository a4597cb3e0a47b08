package dev.loopkeeper.launcher.command;

import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.ExitCode;
import dev.loopkeeper.launcher.run.Amounts;
import dev.loopkeeper.launcher.snapshots.JobSnapshots;
import dev.loopkeeper.launcher.snapshots.OpenedStore;
import dev.loopkeeper.launcher.snapshots.SnapshotCatalog;
import dev.loopkeeper.launcher.snapshots.SnapshotText;
import dev.loopkeeper.launcher.snapshots.SnapshotVerifier;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loopkeeper snapshots}: looks into a store. */
@Command(
        name = "snapshots",
        description = "Lists, shows and verifies the snapshots in a store.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SnapshotsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, show or verify");
    }

    private static List<JobSnapshots> jobs(StoreOptions store, SnapshotCatalog catalog)
            throws BadInputException, StoreException {
        List<JobSnapshots> jobs = catalog.jobs();
        if (jobs.isEmpty()) {
            throw new BadInputException("there is no job at " + store.address);
        }
        return jobs;
    }

    @Command(
            name = "list",
            description = "Lists the jobs in a store with their snapshots.",
            mixinStandardHelpOptions = true)
    int list(@Mixin StoreOptions store, @Mixin DebugOption debug)
            throws BadInputException, IOException, StoreException {
        try (OpenedStore opened = store.open()) {
            for (JobSnapshots job : jobs(store, new SnapshotCatalog(opened.settings()))) {
                SnapshotText.list(job).forEach(System.out::println);
            }
        }
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Shows what is in a snapshot, task by task.", mixinStandardHelpOptions = true)
    int show(
            @Mixin StoreOptions store,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "SNAPSHOT",
                            description = "Its number, such as 3-17; without it the newest of each region.")
                    @Nullable
                    String snapshot,
            @Mixin DebugOption debug)
            throws BadInputException, IOException, StoreException {
        SnapshotId id = snapshot == null ? SnapshotId.NONE : id(snapshot);
        try (OpenedStore opened = store.open()) {
            boolean found = false;
            for (JobSnapshots job : jobs(store, new SnapshotCatalog(opened.settings()))) {
                List<String> lines = SnapshotText.show(job, id);
                found |= lines.size() > 1;
                lines.forEach(System.out::println);
            }
            if (!found) {
                throw new BadInputException(
                        snapshot == null
                                ? "there is no snapshot yet at " + store.address
                                : "there is no snapshot " + snapshot + " at " + store.address + "; see snapshots list");
            }
        }
        return ExitCode.DONE;
    }

    private static SnapshotId id(String text) throws BadInputException {
        try {
            return SnapshotId.parse(text);
        } catch (RuntimeException e) {
            throw new BadInputException("\"" + text + "\" is no snapshot's number, such as 3-17", e);
        }
    }

    @Command(
            name = "verify",
            description = "Reads every chunk of every snapshot and checks it; exit code 1 if something is wrong.",
            mixinStandardHelpOptions = true)
    int verify(@Mixin StoreOptions store, @Mixin DebugOption debug)
            throws BadInputException, IOException, StoreException {
        int problems = 0;
        try (OpenedStore opened = store.open()) {
            SnapshotCatalog catalog = new SnapshotCatalog(opened.settings());
            SnapshotVerifier verifier = new SnapshotVerifier(catalog);
            for (JobSnapshots job : jobs(store, catalog)) {
                SnapshotVerifier.Report report = verifier.verify(job);
                report.problems().forEach(System.out::println);
                System.out.println(job.folder() + ": " + report.snapshots() + " snapshots, " + report.chunks()
                        + " chunks, " + Amounts.bytes(report.bytes()) + " read and good; "
                        + (report.problems().isEmpty()
                                ? "nothing is wrong"
                                : report.problems().size() + " problems"));
                problems += report.problems().size();
            }
        }
        return problems == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
