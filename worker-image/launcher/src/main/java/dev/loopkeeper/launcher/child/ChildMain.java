package dev.loopkeeper.launcher.child;

import dev.loopkeeper.engine.coordinator.process.CoordinatorExit;
import dev.loopkeeper.engine.worker.WorkerExit;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.ExitCode;
import dev.loopkeeper.launcher.local.AddressFile;
import dev.loopkeeper.launcher.local.ParentWatch;
import dev.loopkeeper.provider.WorkerName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The commands {@code coordinator} and {@code worker}, which the launcher gives its child processes. They are no commands for people, and do
 * not take the time to load the library that reads those.
 */
public final class ChildMain {

    static final String COORDINATOR = "coordinator";
    static final String WORKER = "worker";

    private ChildMain() {}

    /** Runs the child that the arguments ask for, and returns its exit code; empty if they ask for none. */
    public static Optional<Integer> run(String... arguments) {
        List<String> given = List.of(arguments);
        boolean child = !given.isEmpty()
                && (given.getFirst().equals(COORDINATOR) || given.getFirst().equals(WORKER));
        if (!child) {
            return Optional.empty();
        }
        if (given.size() != 4) {
            System.err.println("loopkeeper: " + given.getFirst() + " is started by \"loopkeeper run\" only");
            return Optional.of(ExitCode.BAD_INPUT);
        }
        ParentWatch.start();
        try {
            ChildConfig config = ChildConfig.read(Path.of(given.get(1)));
            return Optional.of(
                    given.getFirst().equals(WORKER)
                            ? worker(config, given.get(2), given.get(3))
                            : coordinator(config, Long.parseLong(given.get(2)), Path.of(given.get(3))));
        } catch (BadInputException e) {
            ChildFailure.tell(e.line());
            return Optional.of(ExitCode.BAD_INPUT);
        } catch (IOException e) {
            ChildFailure.tell(String.valueOf(e.getMessage()));
            return Optional.of(ExitCode.BROKEN);
        } catch (InterruptedException _) {
            return Optional.of(ExitCode.BROKEN);
        }
    }

    static List<String> coordinatorArguments(Path config, long epoch, Path addressFile) {
        return List.of(COORDINATOR, config.toString(), Long.toString(epoch), addressFile.toString());
    }

    static List<String> workerArguments(Path config, String name, String uid) {
        return List.of(WORKER, config.toString(), name, uid);
    }

    private static int coordinator(ChildConfig config, long epoch, Path addressFile)
            throws BadInputException, IOException, InterruptedException {
        try (Coordinator coordinator = Coordinator.start(config, ClassLoader.getSystemClassLoader(), epoch)) {
            AddressFile.write(addressFile, coordinator.httpAddress());
            CoordinatorExit exit = coordinator.await();
            if (exit.code() == CoordinatorExit.REFUSED) {
                ChildFailure.tell(exit.message());
            }
            return exit.code();
        }
    }

    private static int worker(ChildConfig config, String name, String uid) {
        WorkerExit exit = new Worker(config, ClassLoader.getSystemClassLoader(), WorkerName.parse(name), uid).run();
        if (exit.code() != WorkerExit.Code.DONE) {
            ChildFailure.tell(exit.reason());
        }
        return exit.code().number();
    }
}
