package dev.loopkeeper.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The embedded server in a process of its own, so that it can be killed. */
final class ServerProcess implements AutoCloseable {

    private static final String BUCKET = "jobs";

    private final Process process;
    private final int port;
    private final S3Credentials credentials;

    private ServerProcess(Process process, int port, S3Credentials credentials) {
        this.process = process;
        this.port = port;
        this.credentials = credentials;
    }

    static ServerProcess start(Path folder, int port, S3Credentials credentials) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                folder.toString(),
                String.valueOf(port),
                credentials.accessKey(),
                credentials.secretKey());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        if (line == null) {
            throw new IOException("the server process ended before it was ready");
        }
        return new ServerProcess(process, Integer.parseInt(line), credentials);
    }

    int port() {
        return port;
    }

    S3Settings settings() {
        return new S3Settings(URI.create("http://127.0.0.1:" + port), BUCKET, "", credentials);
    }

    /** SIGKILL, and the wait for the end of it. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

    /** Arguments: folder, port, access key, secret key. Writes its port as soon as it answers. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            var credentials = new S3Credentials(arguments[2], arguments[3]);
            var server =
                    EmbeddedS3Server.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), credentials, BUCKET);
            System.out.println(server.port());
            System.out.flush();
            // Ends with the test, however that ends.
            System.in.transferTo(OutputStream.nullOutputStream());
            System.exit(0);
        }
    }
}
