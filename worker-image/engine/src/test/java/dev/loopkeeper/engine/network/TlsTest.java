package dev.loopkeeper.engine.network;

import static dev.loopkeeper.engine.network.TestWorker.addresses;
import static dev.loopkeeper.engine.security.TestAuthority.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerRole;
import dev.loopkeeper.engine.security.TestAuthority;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
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

    @TempDir
    Path folder;

    private static TransportSecurity security(Path files, TestAuthority authority) throws IOException {
        JobSecurity worker = JobSecurity.of(authority.issue(files, JOB, PeerRole.WORKER), JOB);
        return TransportSecurity.mutual(worker.context(Set.of(PeerRole.WORKER)));
    }

    @Test
    void carriesRecords() throws Exception {
        TransportSecurity security = security(folder.resolve("job"), new TestAuthority());
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
    void asksForCertificatesAndSpeaksTheNewestVersionOnly() throws Exception {
        TransportSecurity security = security(folder.resolve("job"), new TestAuthority());
        SSLEngine server = security.server().newEngine(ByteBufAllocator.DEFAULT);
        SSLEngine client = security.client().newEngine(ByteBufAllocator.DEFAULT);
        assertThat(server.getNeedClientAuth()).isTrue();
        assertThat(List.of(server, client))
                .allSatisfy(engine -> assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3"));
    }

    @Test
    void keepsOutWhoHasNoCertificateOfTheJob() throws Exception {
        TransportSecurity security = security(folder.resolve("job"), new TestAuthority());
        TransportSecurity other = security(folder.resolve("other"), new TestAuthority());
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
