package dev.loopkeeper.launcher.command;

import dev.loopkeeper.engine.coordinator.process.CoordinatorExit;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.child.ChildConfig;
import dev.loopkeeper.launcher.child.ChildFailure;
import dev.loopkeeper.launcher.child.Coordinator;
import dev.loopkeeper.launcher.local.AddressFile;
import dev.loopkeeper.launcher.local.ParentWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process of a coordinator; the launcher starts it. */
@Command(name = "coordinator", hidden = true, description = "A job's coordinator; started by run.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CoordinatorChildCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, description = "What the launcher has written for its processes.")
    private Path config;

    @Option(names = "--epoch", required = true, description = "The epoch that the launcher gives it.")
    private long epoch;

    @Option(names = "--address", required = true, description = "The file to write its address to.")
    private Path address;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ParentWatch.start();
        try (Coordinator coordinator =
                Coordinator.start(ChildConfig.read(config), ClassLoader.getSystemClassLoader(), epoch)) {
            AddressFile.write(address, coordinator.httpAddress());
            CoordinatorExit exit = coordinator.await();
            if (exit.code() == CoordinatorExit.REFUSED) {
                ChildFailure.tell(exit.message());
            }
            return exit.code();
        } catch (BadInputException e) {
            ChildFailure.tell(e.line());
            return CoordinatorExit.REFUSED;
        }
    }
}
