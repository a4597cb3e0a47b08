package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.launcher.ExitCode;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** {@code loopkeeper dev-store}: the S3 server of local runs as the store of a first try on a cluster, until it is told to go. */
@Command(
        name = "dev-store",
        description = "Serves an S3 bucket from a folder, for a first try on a cluster.",
        mixinStandardHelpOptions = true,
        hidden = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DevStoreCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(DevStoreCommand.class);

    @Option(names = "--address", defaultValue = "0.0.0.0", description = "Where it listens (${DEFAULT-VALUE}).")
    private InetAddress address;

    @Option(names = "--port", defaultValue = "9000", description = "The port (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--bucket", required = true, description = "The bucket; it is made if it is not there.")
    private String bucket;

    @Option(
            names = "--credentials",
            required = true,
            description = "The folder with the files accessKeyId and secretAccessKey.")
    private Path credentials;

    @Option(names = "--data", required = true, description = "The folder that holds the objects.")
    private Path data;

    /** Called by picocli. */
    public DevStoreCommand() {}

    @Override
    public Integer call() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        List.of("TERM", "INT").forEach(name -> Signal.handle(new Signal(name), signal -> told.countDown()));
        try (EmbeddedS3Server server =
                EmbeddedS3Server.start(data, address, port, new CredentialFiles(credentials).read(), bucket)) {
            LOG.info("Bucket {} is served at {}", bucket, server.endpoint());
            told.await();
        }
        return ExitCode.DONE;
    }
}
