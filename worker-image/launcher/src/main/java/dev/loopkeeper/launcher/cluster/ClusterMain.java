package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.coordinator.process.CoordinatorExit;
import dev.loopkeeper.engine.coordinator.process.CoordinatorPreparation;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.worker.WorkerExit;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.ExitCode;
import dev.loopkeeper.provider.WorkerName;
import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** What a pod of a job runs: {@code coordinator}, {@code worker} or {@code clear-store}, each with the file that says the rest. */
public final class ClusterMain {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterMain.class);
    private static final String COORDINATOR = "coordinator";
    private static final String WORKER = "worker";
    private static final String CLEAR_STORE = "clear-store";

    private final Map<String, String> environment;
    private final TerminationLog last;

    private ClusterMain(Map<String, String> environment, TerminationLog last) {
        this.environment = environment;
        this.last = last;
    }

    /**
     * Runs the process that the arguments ask for, and returns its exit code; empty if they ask for none of a cluster. K8 says what the codes
     * mean.
     */
    public static Optional<Integer> run(List<String> arguments) {
        return run(arguments, System.getenv());
    }

    /**
     * As {@link #run(List)}, with another environment than that of this process.
     *
     * @param environment what the pod tells
     */
    public static Optional<Integer> run(List<String> arguments, Map<String, String> environment) {
        if (arguments.size() < 2 || !List.of(COORDINATOR, WORKER, CLEAR_STORE).contains(arguments.getFirst())) {
            return Optional.empty();
        }
        return new ClusterMain(environment, TerminationLog.OF_POD).guarded(arguments);
    }

    private Optional<Integer> guarded(List<String> arguments) {
        try {
            Optional<ClusterConfig> config = ClusterProperties.read(Path.of(arguments.get(1)), environment);
            return config.isEmpty() ? Optional.empty() : Optional.of(run(config.get(), arguments));
        } catch (BadInputException e) {
            last.write(e.line());
            return Optional.of(ExitCode.BAD_INPUT);
        } catch (IOException | StoreException e) {
            last.write(String.valueOf(e.getMessage()));
            return Optional.of(ExitCode.BROKEN);
        } catch (InterruptedException _) {
            return Optional.of(ExitCode.BROKEN);
        }
    }

    private int run(ClusterConfig config, List<String> arguments)
            throws BadInputException, IOException, InterruptedException, StoreException {
        S3Settings store = config.store().settings();
        return switch (arguments.getFirst()) {
            case COORDINATOR -> coordinator(config, store, Long.parseLong(arguments.get(2)));
            case WORKER -> worker(config, store, WorkerName.parse(arguments.get(2)), arguments.get(3));
            default -> clear(store);
        };
    }

    private int coordinator(ClusterConfig config, S3Settings store, long epoch)
            throws BadInputException, IOException, InterruptedException {
        try (ClusterCoordinator coordinator = ClusterCoordinator.start(
                config,
                store,
                () -> programClasses(config, store),
                epoch,
                anyAddress(),
                CoordinatorPreparation.PATIENCE)) {
            CoordinatorExit exit = coordinator.await();
            last.write(TerminationLog.text(exit));
            return exit.code();
        }
    }

    private int worker(ClusterConfig config, S3Settings store, WorkerName name, String uid)
            throws BadInputException, IOException, InterruptedException {
        // K3: told to go, it works on. The provider sees it leaving, and the coordinator stops its region with a
        // snapshot and dismisses it.
        CompletableFuture<Void> told = new CompletableFuture<>();
        Signal.handle(new Signal("TERM"), signal -> told.complete(null));
        ClassLoader loader = programClasses(config, store);
        ClusterWorker worker = new ClusterWorker(
                config,
                store,
                loader,
                name,
                uid,
                PodEnvironment.of(environment),
                new InetSocketAddress(anyAddress(), config.dataPort()));
        told.thenRun(() -> {
            LOG.info("Told to go; the coordinator decides when");
            worker.leave();
        });
        WorkerExit exit = worker.run();
        if (exit.code() != WorkerExit.Code.DONE) {
            last.write(exit.reason());
        }
        return exit.code().number();
    }

    private int clear(S3Settings store) throws StoreException {
        long objects = StoreClearing.clear(store);
        last.write("cleared " + objects + " objects below s3://" + store.bucket() + "/" + store.prefix());
        return ExitCode.DONE;
    }

    private static InetAddress anyAddress() {
        return new InetSocketAddress(0).getAddress();
    }

    private static ClassLoader programClasses(ClusterConfig config, S3Settings store)
            throws BadInputException, IOException, InterruptedException {
        ClassLoader own = ClassLoader.getSystemClassLoader();
        if (config.jar().isEmpty()) {
            return own;
        }
        Path jar = config.jar().get().download(store, config.workFolder());
        return new URLClassLoader("program", new URL[] {jar.toUri().toURL()}, own);
    }
}
