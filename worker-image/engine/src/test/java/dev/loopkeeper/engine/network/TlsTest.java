package dev.loopkeeper.engine.network;

import static dev.loopkeeper.engine.network.TestWorker.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.plan.ChannelId;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same exchange inside TLS with certificates on both sides. */
@ExtendWith(LeakCheck.class)
@Timeout(90)
class TlsTest {

    private static final ChannelId CHANNEL = new ChannelId(0, 0, 1);
    private static final List<ChannelPlacement> CHANNELS = List.of(new ChannelPlacement(CHANNEL, 0, 1));
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private TransportSecurity security(String name) throws Exception {
        Path store = folder.resolve(name);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "worker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=worker")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("worker", keys.getCertificate("worker"));
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        return new TransportSecurity(
                SslContextBuilder.forServer(keyManagers)
                        .sslProvider(SslProvider.JDK)
                        .trustManager(trustManagers)
                        .clientAuth(ClientAuth.REQUIRE)
                        .build(),
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .keyManager(keyManagers)
                        .trustManager(trustManagers)
                        .endpointIdentificationAlgorithm(null)
                        .build());
    }

    @Test
    void carriesRecords() throws Exception {
        TransportSecurity security = security("job");
        try (TestWorker first = new TestWorker(0, options -> options.withSecurity(security));
                TestWorker second = new TestWorker(1, options -> options.withSecurity(security))) {
            var opening = first.open(TestWorker.spec(0, 1, addresses(first, second), CHANNELS));
            RegionExchange right = second.open(TestWorker.spec(1, 1, addresses(first, second), CHANNELS))
                    .get(20, TimeUnit.SECONDS);
            RegionExchange left = opening.get(20, TimeUnit.SECONDS);
            for (int count = 0; count < 200; count++) {
                await().pollInterval(Duration.ofMillis(1)).until(left.output(CHANNEL)::writable);
                Batch batch = left.output(CHANNEL).newBatch();
                while (batch.count < Batch.CAPACITY) {
                    batch.records[batch.count] = new Hop(count, batch.count++);
                }
                left.output(CHANNEL).send(batch);
                left.flush(0);
                Batch received = (Batch) await().pollInterval(Duration.ofMillis(1))
                        .until(() -> right.input(CHANNEL).poll(), item -> item != null);
                assertThat(received.records[1000]).isEqualTo(new Hop(count, 1000));
                right.input(CHANNEL).release(received);
                right.flush(1);
            }
            left.close();
            await().until(() -> !second.lost.isEmpty());
        }
    }

    @Test
    void keepsOutWhoHasNoCertificateOfTheJob() throws Exception {
        TransportSecurity security = security("job");
        TransportSecurity other = security("other");
        ExchangeLimits limits = new ExchangeLimits(4, 1 << 20, Duration.ofSeconds(2));
        try (TestWorker second = new TestWorker(1, options -> options.withSecurity(security));
                TestWorker stranger = new TestWorker(0, options -> options.withSecurity(other));
                TestWorker plain = new TestWorker(0)) {
            var addresses = Map.of(1, second.server.address());
            var waiting = second.open(TestWorker.spec(1, 1, Map.of(), CHANNELS));
            for (TestWorker dialer : List.of(stranger, plain)) {
                var spec = new RegionExchangeSpec(TestWorker.PLAN, 0, 1, 0, addresses, CHANNELS, limits);
                assertThatThrownBy(() -> dialer.open(spec).get(20, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(ExchangeException.class)
                        .hasMessageContaining("not all workers are connected");
            }
            assertThat(waiting).isNotDone();
        }
    }
}
