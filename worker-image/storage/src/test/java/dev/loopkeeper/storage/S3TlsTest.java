package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.StoreAssertions.assertKind;
import static dev.loopkeeper.storage.StoreAssertions.bytes;
import static dev.loopkeeper.storage.StoreAssertions.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.store.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The store, and the service that gives keys for it (K16), over TLS, with a certificate of a CA that no system knows. */
class S3TlsTest {

    private static final String PASSWORD = "changeit";
    private static final S3Credentials KEYS =
            new S3Credentials("someone", "a-secret-of-someone", Optional.of("a-session-token"));

    @TempDir
    static Path folder;

    private static Path certificate;
    private static SSLContext tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path keys = folder.resolve("keys.p12");
        certificate = folder.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-alias",
                "store",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                keys.toString(),
                "-alias",
                "store",
                "-file",
                certificate.toString());
        var store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
    }

    @Test
    void trustsTheGivenCertificate() throws Exception {
        try (var server = new FakeS3(FakeS3.Conditions.HONOURED, tls);
                var store = S3ObjectStore.open(server.settings().withCaCertificate(certificate))) {
            store.put("a", bytes("hello"));

            assertThat(content(store, "a")).isEqualTo("hello");
            assertThat(server.settings().endpoint().getScheme()).isEqualTo("https");
        }
    }

    @Test
    void saysThatACertificateIsNotTrusted() throws Exception {
        try (var server = new FakeS3(FakeS3.Conditions.HONOURED, tls);
                var store = S3ObjectStore.open(server.settings())) {
            assertKind(() -> store.get("a"), Kind.UNAVAILABLE)
                    .hasMessageContaining("its TLS certificate is not trusted")
                    .hasMessageContaining("give the CA certificate");
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void k16TrustsTheCertificateOfTheServiceThatGivesKeysToo(boolean storeWithTls, boolean serviceWithTls)
            throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token");
        try (var server = new FakeS3(FakeS3.Conditions.HONOURED, storeWithTls ? tls : null);
                var service = new StubTokenService("a-token", KEYS, serviceWithTls ? tls : null);
                var store = S3ObjectStore.open(server.settings()
                        .withCaCertificate(certificate)
                        .withAccess(new WebIdentity(token, service.address(), Optional.empty(), "me")))) {
            store.put("a", bytes("hello"));

            assertThat(content(store, "a")).isEqualTo("hello");
            assertThat(service.questions()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void k16AServiceThatGivesKeysWithACertificateOfNobodyIsRefused(boolean storeWithTls) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token");
        try (var server = new FakeS3(FakeS3.Conditions.HONOURED, storeWithTls ? tls : null);
                var service = new StubTokenService("a-token", KEYS, tls);
                var store = S3ObjectStore.open(server.settings()
                        .withAccess(new WebIdentity(token, service.address(), Optional.empty(), "me")))) {
            assertKind(() -> store.get("a"), Kind.UNAVAILABLE)
                    .hasMessageContaining("the security token service at " + service.address() + " is refused")
                    .hasMessageContaining("its TLS certificate is not trusted");
            assertThat(service.questions()).isEmpty();
        }
    }

    @Test
    void refusesAFileThatHoldsNoCertificate() throws Exception {
        Path file = Files.writeString(folder.resolve("no.pem"), "hello");
        try (var server = new FakeS3(FakeS3.Conditions.HONOURED, tls)) {
            S3Settings settings = server.settings().withCaCertificate(file);
            assertThatThrownBy(() -> S3ObjectStore.open(settings))
                    .hasMessageContaining("is not a PEM file with certificates");
        }
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(arguments));
        command.addAll(java.util.List.of("-storepass", PASSWORD, "-noprompt"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
