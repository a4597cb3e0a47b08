package dev.loopkeeper.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3ObjectStore;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.WebIdentity;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class JarSourceTest {

    private static final byte[] JAR = "abc".getBytes(StandardCharsets.US_ASCII);

    /** The digest of "abc" that FIPS 180-2 gives as its first example. */
    private static final String DIGEST = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    @Test
    void comesFromTheStore() throws Exception {
        S3Credentials keys = new S3Credentials("someone", "something-long", Optional.empty());
        try (EmbeddedS3Server server = EmbeddedS3Server.start(folder.resolve("s3"), 0, keys, "jars");
                ObjectStore objects = S3ObjectStore.open(server.settings(""), EtagForm.QUOTED)) {
            objects.put("p.jar", ByteBuffer.wrap(JAR));
            JarSource source = new JarSource(URI.create("s3://jars/p.jar"), DIGEST, Optional.empty());

            assertThat(source.download(server.settings(""), folder)).hasBinaryContent(JAR);
        }
    }

    @Test
    void k16ComesFromTheStoreByThePodsIdentity() throws Exception {
        S3Credentials keys = new S3Credentials("someone", "something-long", Optional.of("a-session-token"));
        S3Credentials others = new S3Credentials("nobody", "nothing-at-all", Optional.empty());
        Path token = Files.writeString(folder.resolve("token"), "a-token");
        try (EmbeddedS3Server server = EmbeddedS3Server.start(folder.resolve("s3"), 0, keys, "jars");
                TokenService service = new TokenService("a-token", keys);
                ObjectStore objects = S3ObjectStore.open(server.settings(""), EtagForm.QUOTED)) {
            objects.put("p.jar", ByteBuffer.wrap(JAR));
            WebIdentity identity = new WebIdentity(token, service.address(), Optional.empty(), "laps.factory");
            JarSource source =
                    new JarSource(URI.create("s3://jars/p.jar"), DIGEST, Optional.of(new PodIdentity(identity)));

            assertThat(source.download(server.settings("").withAccess(others), folder))
                    .hasBinaryContent(JAR);
        }
    }

    @Test
    void comesByHttpAndIsWhatWasNamed() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/p.jar", exchange -> {
            exchange.sendResponseHeaders(200, JAR.length);
            exchange.getResponseBody().write(JAR);
            exchange.close();
        });
        server.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/p.jar");

            assertThat(download(uri, DIGEST)).hasBinaryContent(JAR);
            assertThatThrownBy(() -> download(uri, DIGEST.replace('b', 'c')))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(uri + " has the SHA-256 " + DIGEST);
            assertThatThrownBy(() -> download(uri.resolve("/other.jar"), DIGEST))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("/other.jar answers with status 404");
        } finally {
            server.stop(0);
        }
    }

    private Path download(URI uri, String digest) throws Exception {
        S3Credentials nobody = new S3Credentials("nobody", "nothing-at-all", Optional.empty());
        S3Settings store = new S3Settings(URI.create("http://127.0.0.1:1"), "none", "", nobody);
        return new JarSource(uri, digest, Optional.empty()).download(store, folder);
    }
}
