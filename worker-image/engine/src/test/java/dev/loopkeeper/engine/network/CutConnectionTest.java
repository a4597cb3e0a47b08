package dev.loopkeeper.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.plan.ChannelId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A network between two workers that fails under them. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored")
class CutConnectionTest {

    private static final ChannelId CHANNEL = new ChannelId(0, 0, 1);
    private static final List<ChannelPlacement> CHANNELS = List.of(new ChannelPlacement(CHANNEL, 0, 1));

    /** Passes bytes on between who dials it and an address, until it is cut. */
    private static final class Cable implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final Socket near;
        private final Socket far;

        Cable(InetSocketAddress address, Dial dial) throws Exception {
            dial.dial((InetSocketAddress) listening.getLocalSocketAddress());
            near = listening.accept();
            far = new Socket(address.getAddress(), address.getPort());
            pump(near, far);
            pump(far, near);
        }

        interface Dial {

            void dial(InetSocketAddress address);
        }

        private static void pump(Socket from, Socket to) {
            Thread.ofVirtual().start(() -> {
                try (InputStream in = from.getInputStream()) {
                    in.transferTo(to.getOutputStream());
                } catch (IOException cut) {
                    // That is what the test is about.
                }
            });
        }

        void reset() throws IOException {
            near.setSoLinger(true, 0);
            far.setSoLinger(true, 0);
            close();
        }

        @Override
        public void close() throws IOException {
            near.close();
            far.close();
            listening.close();
        }
    }

    @Test
    void bothSidesNoticeAReset() throws Exception {
        try (TestWorker first = new TestWorker(0);
                TestWorker second = new TestWorker(1)) {
            var right = second.open(TestWorker.spec(1, 1, Map.of(), CHANNELS));
            AtomicReference<RegionExchange> opened = new AtomicReference<>();
            try (Cable cable = new Cable(
                    second.server.address(),
                    address -> first.open(TestWorker.spec(0, 1, Map.of(1, address), CHANNELS))
                            .thenAccept(opened::set))) {
                right.get(20, TimeUnit.SECONDS);
                await().until(opened::get, exchange -> exchange != null);
                assertThat(first.lost).isEmpty();
                cable.reset();
                await().until(() -> !first.lost.isEmpty() && !second.lost.isEmpty());
                assertThat(first.lost).hasSize(1);
                assertThat(second.lost).hasSize(1);
            }
        }
    }

    @Test
    void aSlotThatHasNotHeardOfItSendsIntoTheVoidWithoutHarm() throws Exception {
        try (TestWorker first = new TestWorker(0);
                TestWorker second = new TestWorker(1)) {
            second.open(TestWorker.spec(1, 1, Map.of(), CHANNELS));
            AtomicReference<RegionExchange> opened = new AtomicReference<>();
            try (Cable cable = new Cable(
                    second.server.address(),
                    address -> first.open(TestWorker.spec(0, 1, Map.of(1, address), CHANNELS))
                            .thenAccept(opened::set))) {
                RegionExchange left = await().until(opened::get, exchange -> exchange != null);
                cable.reset();
                await().until(() -> !first.lost.isEmpty());
                for (int count = 0; count < 1000; count++) {
                    Batch batch = left.output(CHANNEL).newBatch();
                    batch.records[batch.count++] = new Hop(count, 1);
                    left.output(CHANNEL).send(batch);
                    left.flush(0);
                }
            }
            assertThat(first.lost).hasSize(1);
        }
    }
}
