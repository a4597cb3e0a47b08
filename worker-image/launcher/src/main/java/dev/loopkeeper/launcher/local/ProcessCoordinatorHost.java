package dev.loopkeeper.launcher.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinator as a child process. In the work directory it keeps the file {@code epoch}, and under {@code run} the address
 * of each coordinator. Used by one thread.
 */
public final class ProcessCoordinatorHost implements CoordinatorHost {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessCoordinatorHost.class);

    private final String job;
    private final CoordinatorCommand command;
    private final EpochFile epochs;
    private final Path run;
    private final LogDirectory logs;

    /** A coordinator of this job, with its files under the work directory, which the caller has locked. */
    public ProcessCoordinatorHost(String job, CoordinatorCommand command, Path workDirectory) throws IOException {
        this.job = job;
        this.command = command;
        this.epochs = EpochFile.in(workDirectory);
        this.run = Files.createDirectories(workDirectory.resolve("run"));
        this.logs = new LogDirectory(workDirectory.resolve("logs"));
    }

    private String name(long epoch) {
        return job + "-coordinator-" + epoch;
    }

    private Path addressFile(long epoch) {
        return run.resolve(name(epoch) + ".address");
    }

    @Override
    public long nextEpoch() throws IOException {
        return epochs.next();
    }

    @Override
    public ChildHandle start(long epoch) throws IOException {
        Files.deleteIfExists(addressFile(epoch - 1));
        return ChildProcess.start(command.command(epoch, addressFile(epoch)), logs.log(name(epoch)));
    }

    @Override
    public Optional<URI> address(long epoch) {
        try {
            return AddressFile.read(addressFile(epoch));
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }
}
