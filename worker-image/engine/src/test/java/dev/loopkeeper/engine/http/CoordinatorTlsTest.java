package dev.loopkeeper.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CoordinatorTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        // Self-signed, so that each store of one certificate is also what the other side trusts.
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=coordinator",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                "server.p12");
        keytool("-genkeypair", "-alias", "client", "-keyalg", "EC", "-dname", "CN=operator", "-keystore", "client.p12");
        keytool("-exportcert", "-alias", "server", "-file", "server.crt", "-keystore", "server.p12");
        keytool("-exportcert", "-alias", "client", "-file", "client.crt", "-keystore", "client.p12");
        keytool("-importcert", "-noprompt", "-alias", "peer", "-file", "server.crt", "-keystore", "trust-server.p12");
        keytool("-importcert", "-noprompt", "-alias", "peer", "-file", "client.crt", "-keystore", "trust-client.p12");
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
    }

    private static SSLContext context(@Nullable String keys, String trust)
            throws GeneralSecurityException, IOException {
        KeyManager[] identity = {};
        if (keys != null) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(load(keys), PASSWORD.toCharArray());
            identity = factory.getKeyManagers();
        }
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(load(trust));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity, trusted.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(String file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(file))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static int status(URI address, SSLContext tls, String path, @Nullable BearerToken token) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
            if (token != null) {
                request.header("Authorization", token.authorization());
            }
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void letsInByCertificateAndByTheMetricsToken() throws Exception {
        BearerToken metrics = BearerToken.random();
        HttpAccess access = HttpAccess.byCertificate(
                leaf -> leaf.getSubjectX500Principal().getName().equals("CN=operator"), metrics);
        InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SSLContext tls = context("server.p12", "trust-client.p12");
        try (CoordinatorHttpServer server = CoordinatorHttpServer.start(
                new HttpEndpoint(bind, access, tls), new StubCoordinator(), HttpLimits.STANDARD)) {
            SSLContext operator = context("client.p12", "trust-server.p12");
            SSLContext anyone = context(null, "trust-server.p12");
            assertThat(server.address().getScheme()).isEqualTo("https");
            assertThat(status(server.address(), operator, "/v1/status", null)).isEqualTo(200);
            assertThat(status(server.address(), anyone, "/v1/status", null)).isEqualTo(401);
            assertThat(status(server.address(), anyone, "/v1/status", metrics)).isEqualTo(401);
            assertThat(status(server.address(), anyone, "/metrics", metrics)).isEqualTo(200);
            assertThat(status(server.address(), anyone, "/metrics", null)).isEqualTo(401);
            assertThat(status(server.address(), anyone, "/healthz", null)).isEqualTo(200);
        }
    }

    @Test
    void refusesACertificateOfAnotherRole() throws Exception {
        HttpAccess access = HttpAccess.byCertificate(_ -> false, null);
        InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SSLContext tls = context("server.p12", "trust-client.p12");
        try (CoordinatorHttpServer server = CoordinatorHttpServer.start(
                new HttpEndpoint(bind, access, tls), new StubCoordinator(), HttpLimits.STANDARD)) {
            SSLContext operator = context("client.p12", "trust-server.p12");
            assertThat(status(server.address(), operator, "/v1/status", null)).isEqualTo(401);
            assertThat(status(server.address(), operator, "/healthz", null)).isEqualTo(200);
        }
    }
}
