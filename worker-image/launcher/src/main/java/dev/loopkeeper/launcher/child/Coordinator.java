package dev.loopkeeper.launcher.child;

import dev.loopkeeper.engine.coordinator.port.RestoreOrigin;
import dev.loopkeeper.engine.coordinator.process.CoordinatorConfig;
import dev.loopkeeper.engine.coordinator.process.CoordinatorExit;
import dev.loopkeeper.engine.coordinator.process.CoordinatorProcess;
import dev.loopkeeper.engine.coordinator.process.CoordinatorStorage;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.runtime.PrivateFiles;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.job.JobPlan;
import dev.loopkeeper.launcher.store.JobOrigin;
import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A coordinator of a local run, in a process of its own or in the launcher's. */
public final class Coordinator implements AutoCloseable {

    private final ObjectStore store;
    private final JobFiles files;
    private final CoordinatorProcess process;

    private Coordinator(ObjectStore store, JobFiles files, CoordinatorProcess process) {
        this.store = store;
        this.files = files;
        this.process = process;
    }

    /**
     * Starts a coordinator; where it listens for workers stands in the file that they look at.
     *
     * @param loader has the program's classes
     * @throws BadInputException if the program is wrong
     * @throws IOException with one line, if it cannot listen
     */
    public static Coordinator start(ChildConfig config, ClassLoader loader, long epoch)
            throws BadInputException, IOException {
        Plan plan = JobPlan.make(config.className(), loader, config.parameters(), config.parallelism())
                .plan();
        S3Settings settings = config.store().settings();
        RestoreOrigin origin = config.restoreFrom().isPresent()
                ? JobOrigin.of(config.restoreFrom().get(), settings)
                : null;
        ObjectStore store = config.store().open();
        JobFiles files = new JobFiles(config.store().settings());
        try {
            CoordinatorProcess process = CoordinatorProcess.start(
                    CoordinatorConfig.local(
                            epoch,
                            config.settings(),
                            plan,
                            parallelism -> Planner.plan(config.className(), loader, config.parameters(), parallelism),
                            new BearerToken(config.token())),
                    new CoordinatorStorage(store, files.inputs(), files.outputs(), origin, null));
            PrivateFiles.write(Path.of(config.controlAddress()), process.controlAddress() + "\n");
            return new Coordinator(store, files, process);
        } catch (IOException | RuntimeException e) {
            files.close();
            store.close();
            throw e;
        }
    }

    /** Where the provider finds it. */
    public URI httpAddress() {
        return process.httpAddress();
    }

    /** Waits for its end. */
    public CoordinatorExit await() throws InterruptedException {
        return process.await();
    }

    /** Ends it at once, as a {@code kill -9} does. Any thread. */
    public void abort() {
        process.abort();
    }

    @Override
    public void close() {
        process.close();
        files.close();
        store.close();
    }
}
