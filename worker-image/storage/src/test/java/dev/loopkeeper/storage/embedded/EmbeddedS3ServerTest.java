package dev.loopkeeper.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.storage.S3Credentials;
import dev.loopkeeper.storage.S3ObjectStore;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedS3ServerTest {

    @TempDir
    Path folder;

    private final S3Credentials credentials = S3Credentials.random();

    @Test
    void keepsObjectsOverARestart() throws Exception {
        String etag;
        try (var server = start();
                var store = S3ObjectStore.open(server.settings("jobs"))) {
            etag = store.put("a/b", bytes("hello"));
        }
        try (var server = start();
                var store = S3ObjectStore.open(server.settings("jobs"))) {
            var read = store.get("a/b").orElseThrow();
            assertThat(read.content()).isEqualTo("hello".getBytes(UTF_8));
            assertThat(read.etag()).isEqualTo(etag);
        }
    }

    @Test
    void answersNobodyWithoutCredentials() throws Exception {
        try (var server = start();
                var store = S3ObjectStore.open(server.settings(""))) {
            store.put("a", bytes("secret"));

            for (String path : List.of("/", "/jobs", "/jobs/a", "/jobs?uploads")) {
                var response = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(server.endpoint().resolve(path))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).as(path).isEqualTo(403);
                assertThat(response.body()).doesNotContain("secret");
            }
        }
    }

    @Test
    void listensOnTheLoopbackInterfaceOnly() throws Exception {
        try (var server = start()) {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                for (var address : each.inetAddresses().toList()) {
                    if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                        assertThatThrownBy(() -> {
                                    try (var socket = new Socket()) {
                                        socket.connect(new InetSocketAddress(address, server.port()), 500);
                                    }
                                })
                                .as("connection to %s", address)
                                .isInstanceOf(IOException.class);
                    }
                }
            }
        }
    }

    @Test
    void keepsItsFolderFromOtherUsers() throws Exception {
        try (var _ = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("s3"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void refusesAFolderInUse() throws Exception {
        try (var _ = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by another embedded S3 server")
                    .hasMessageContaining(folder.resolve("s3").toString());
        }
        start().close();
    }

    @Test
    void refusesAPortInUse() throws Exception {
        try (var server = start()) {
            assertThatThrownBy(
                            () -> EmbeddedS3Server.start(folder.resolve("other"), server.port(), credentials, "jobs"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + server.port())
                    .hasMessageContaining("is in use");
        }
        EmbeddedS3Server.start(folder.resolve("other"), 0, credentials, "jobs").close();
    }

    @Test
    void refusesABadBucketName() {
        assertThatThrownBy(() -> EmbeddedS3Server.start(folder.resolve("s3"), 0, credentials, "No_Bucket"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a bucket name");
        assertThat(folder.resolve("s3")).doesNotExist();
    }

    @Test
    void removesWhatADeadServerLeftHalfDone() throws Exception {
        start().close();
        Path bucket = folder.resolve("s3/buckets/jobs");
        String assembled = "out/part-0-" + UUID.randomUUID();
        Files.createDirectories(bucket.resolve("out"));
        Files.writeString(
                bucket.resolve(BucketFolder.STAGING).resolve(UUID.randomUUID().toString()), "half");
        Files.writeString(bucket.resolve(BucketFolder.STAGING).resolve("assembly-" + UUID.randomUUID()), "out/part-0");
        Files.writeString(bucket.resolve(assembled), "half");
        Files.writeString(bucket.resolve("out/part-0-kept"), "whole");

        try (var server = start();
                var store = S3ObjectStore.open(server.settings(""))) {
            assertThat(keys(store)).containsExactly("out/part-0-kept");
            assertThat(bucket.resolve(assembled)).doesNotExist();
            assertThat(bucket.resolve(BucketFolder.STAGING)).isEmptyDirectory();
        }
    }

    @Test
    void refusesAndHidesItsOwnKeys() throws Exception {
        try (var server = start();
                var store = S3ObjectStore.open(server.settings(""))) {
            for (String key :
                    List.of(BucketFolder.STAGING + "/x", ".mpus-x", ".s3proxy-mpu-stub-x", ".s3proxy-versions/x")) {
                assertThatThrownBy(() -> store.put(key, bytes("x")), key).isInstanceOf(StoreException.class);
            }
            for (String key : List.of("a/../../x", "../x", "a/./b", "/a", "", "a//b", "a/")) {
                assertThatThrownBy(() -> store.put(key, bytes("x")), key).isInstanceOf(IllegalArgumentException.class);
            }
            store.put("a", bytes("x"));

            assertThat(keys(store)).containsExactly("a");
            for (String prefix : List.of("../", "/etc/", "../../", BucketFolder.STAGING)) {
                assertThat(keys(store, prefix)).as(prefix).isEmpty();
            }
            assertThat(folder.resolve("x")).doesNotExist();
        }
    }

    private EmbeddedS3Server start() throws IOException {
        return EmbeddedS3Server.start(folder.resolve("s3"), 0, credentials, "jobs");
    }

    private static List<String> keys(ObjectStore store) throws StoreException {
        return keys(store, "");
    }

    private static List<String> keys(ObjectStore store, String prefix) throws StoreException {
        var entries = new ArrayList<ObjectEntry>();
        store.list(prefix, entries::add);
        return entries.stream().map(ObjectEntry::key).toList();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
