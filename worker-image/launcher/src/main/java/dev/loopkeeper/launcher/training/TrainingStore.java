package dev.loopkeeper.launcher.training;

import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The store of the training in pods' form, in a process of its own. */
final class TrainingStore implements AutoCloseable {

    private static final String BUCKET = "jobs";
    private static final S3Credentials CREDENTIALS =
            new S3Credentials("training", "training-training", Optional.empty());
    private static final int END_SECONDS = 10;

    private final Process process;

    private TrainingStore(Process process) {
        this.process = process;
    }

    /** @param address where it will listen */
    static S3Settings settings(InetSocketAddress address) {
        return new S3Settings(
                URI.create("http://" + address.getHostString() + ":" + address.getPort()), BUCKET, "", CREDENTIALS);
    }

    /**
     * Starts it. It does not listen yet.
     *
     * @param classPath of its process: it needs more than pods of jobs do
     */
    static TrainingStore start(Path directory, InetSocketAddress address, String classPath) throws IOException {
        Path credentials = Files.createDirectories(directory.resolve("store-credentials"));
        Files.writeString(credentials.resolve("accessKeyId"), CREDENTIALS.accessKey());
        Files.writeString(credentials.resolve("secretAccessKey"), CREDENTIALS.secretKey());
        return new TrainingStore(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "dev.loopkeeper.launcher.Main",
                        "dev-store",
                        "--address",
                        address.getHostString(),
                        "--port",
                        Integer.toString(address.getPort()),
                        "--bucket",
                        BUCKET,
                        "--credentials",
                        credentials.toString(),
                        "--data",
                        directory.resolve("s3").toString())
                .inheritIO()
                .start());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
