package dev.loopkeeper.engine.control;

import static dev.loopkeeper.engine.security.TestAuthority.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerRole;
import dev.loopkeeper.engine.security.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** K14 at the port for workers: a token does not stand in for a certificate. */
@Timeout(60)
final class ControlTlsTest {

    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final BearerToken token = BearerToken.random();
    private final TestAuthority authority = new TestAuthority();
    private final RecordingCoordinator coordinator = new RecordingCoordinator();

    @TempDir
    private Path folder;

    private JobSecurity part(TestAuthority issuer, String name, PeerRole role) throws IOException {
        return JobSecurity.of(issuer.issue(folder.resolve(name), JOB, role), JOB);
    }

    private ControlServer server() throws IOException {
        JobSecurity own = part(authority, "coordinator", PeerRole.COORDINATOR);
        return ControlServer.start(
                ControlServerOptions.loopback(token).withTls(own.keys(), own.trust(Set.of(PeerRole.WORKER))),
                coordinator);
    }

    @Test
    void aWorkerOfTheJobRegisters() throws IOException {
        JobSecurity own = part(authority, "worker", PeerRole.WORKER);
        ControlClientOptions options =
                ControlClientOptions.of(token, SILENCE).withTls(own.keys(), own.trust(Set.of(PeerRole.COORDINATOR)));
        try (ControlServer server = server();
                RecordingWorker worker = new RecordingWorker(
                        "w", "uid", options, new CoordinatorAddress.Fixed(HostPort.of(server.address())))) {
            await().until(() -> !coordinator.heard.isEmpty());

            assertThat(coordinator.from("w")).containsExactly(worker.registration());
        }
    }

    @Test
    void whoIsNoWorkerOfTheJobIsRefusedBeforeAWord() throws Exception {
        JobSecurity worker = part(authority, "worker", PeerRole.WORKER);
        JobSecurity operator = part(authority, "operator", PeerRole.OPERATOR);
        JobSecurity stranger = part(new TestAuthority(), "stranger", PeerRole.WORKER);
        X509ExtendedTrustManager trust = worker.trust(Set.of(PeerRole.COORDINATOR));
        try (ControlServer server = server()) {
            assertThat(firstAnswer(server, trust, worker.keys()))
                    .as("HTTP/2's settings, for a worker")
                    .isNotNegative();
            assertThatThrownBy(() -> firstAnswer(server, trust)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> firstAnswer(server, trust, operator.keys()))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> firstAnswer(server, trust, stranger.keys()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(coordinator.heard).isEmpty();
    }

    /** The first byte that the server says behind a handshake, in which it speaks first. */
    private static int firstAnswer(ControlServer server, TrustManager trust, KeyManager... keys)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, new TrustManager[] {trust}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout((int) SILENCE.toMillis());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getInputStream().read();
        }
    }
}
