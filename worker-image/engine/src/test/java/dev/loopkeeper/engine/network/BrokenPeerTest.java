package dev.loopkeeper.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.plan.ChannelId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** R4: peers that break rules, break off, or are not what they should be are lost, and the region fails. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored")
class BrokenPeerTest {

    private static final ChannelId IN = new ChannelId(0, 0, 1);
    private static final ChannelId OUT = new ChannelId(0, 1, 0);
    private static final List<ChannelPlacement> CHANNELS =
            List.of(new ChannelPlacement(IN, 0, 1), new ChannelPlacement(OUT, 1, 0));
    private static final String LINES = "0 0 1 0 1\n0 1 0 1 0\n";

    /** A real worker 1 that the raw worker 0 has dialled. */
    private record Connected(TestWorker worker, RegionExchange exchange, RawPeer peer) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            worker.close();
            peer.close();
        }

        void assertLost(String reason) {
            await().until(() -> !worker.lost.isEmpty());
            assertThat(worker.lost).containsExactly("0: " + reason);
        }
    }

    private static byte[] introduction() {
        return RawPeer.introduction(TestWorker.JOB, TestWorker.PLAN, 0, 1, 0, 1, LINES);
    }

    private static Connected connect() throws Exception {
        TestWorker worker = new TestWorker(1);
        CompletableFuture<RegionExchange> opening = worker.open(TestWorker.spec(1, 1, Map.of(), CHANNELS));
        RawPeer peer = RawPeer.dial(worker.server.address());
        assertThat(peer.shakeHands(introduction(), RawPeer.SECRET)).isEqualTo("welcome");
        return new Connected(worker, opening.get(20, TimeUnit.SECONDS), peer);
    }

    private static Object take(RegionExchange exchange) {
        return await().until(() -> exchange.input(IN).poll(), item -> item != null);
    }

    @Test
    void takesFramesInOrder() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendHop(0, 0, 11);
            connected.peer.sendHop(0, 1, 12);
            assertThat(((Batch) take(connected.exchange)).records[0]).isEqualTo(new Hop(11, 1));
            assertThat(((Batch) take(connected.exchange)).records[0]).isEqualTo(new Hop(12, 1));
        }
    }

    @Test
    void aGapIsALoss() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendHop(0, 0, 11);
            connected.peer.sendHop(0, 2, 12);
            connected.assertLost("channel e0:0>1: frame 2 came where 1 was expected");
            connected.peer.readToEnd();
        }
    }

    @Test
    void aRepeatedFrameIsALoss() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendHop(0, 0, 11);
            connected.peer.sendHop(0, 0, 11);
            connected.assertLost("channel e0:0>1: frame 0 came where 1 was expected");
        }
    }

    @Test
    void recordsBehindTheEndAreALoss() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendFrame(RawPeer.END, 0, 0);
            connected.peer.sendHop(0, 1, 12);
            connected.assertLost("channel e0:0>1: a frame of type BATCH behind the end");
        }
    }

    @Test
    void aFrameForTheWrongWayOrNoChannelIsALoss() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendHop(1, 0, 11);
            connected.assertLost("a frame for channel number 1, which there is not");
        }
        try (Connected connected = connect()) {
            connected.peer.sendHop(-1, 0, 11);
            connected.assertLost("a frame for channel number -1, which there is not");
        }
    }

    @Test
    void aFrameThatIsTooLongIsALossBeforeItIsRead() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendBytes(RawPeer.header(TestWorker.LIMITS.maximumFrameBytes() + 1, RawPeer.BATCH, 0, 0));
            connected.assertLost("a frame of 16777217 bytes, the limit is 16777216 (maximumFrameBytes)");
        }
        try (Connected connected = connect()) {
            connected.peer.sendBytes(RawPeer.header(-1, RawPeer.BATCH, 0, 0));
            connected.assertLost("a frame of -1 bytes, the limit is 16777216 (maximumFrameBytes)");
        }
    }

    @Test
    void anUnknownTypeIsALoss() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendFrame(99, 0, 0);
            connected.assertLost("a frame of unknown type 99");
        }
    }

    @Test
    void creditForWhatWasNotSentIsALoss() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendFrame(RawPeer.CREDIT, 1, 1);
            connected.assertLost("channel e0:1>0: credit for 1 batches after 0 of 0 sent");
        }
    }

    @Test
    void recordsThatAreNoneFailTheSlotWithTheChannelsName() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.sendFrame(RawPeer.BATCH, 0, 0, (byte) 3, (byte) 0, (byte) 1);
            assertThatThrownBy(() -> take(connected.exchange))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageStartingWith("channel e0:0>1: ");
            connected.peer.sendFrame(RawPeer.BATCH, 0, 1, (byte) 0, (byte) 0, (byte) 1);
            assertThatThrownBy(() -> take(connected.exchange))
                    .hasMessage("channel e0:0>1: 1 bytes are left of a frame of type BATCH");
        }
    }

    @Test
    void aConnectionThatBreaksOffIsALossOnceOnly() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.close();
            connected.assertLost("the connection was closed");
            connected.exchange.close();
            assertThat(connected.worker.lost).hasSize(1);
        }
    }

    @Test
    void aResetIsALoss() throws Exception {
        try (Connected connected = connect()) {
            connected.peer.socket.setSoLinger(true, 0);
            connected.peer.close();
            await().until(() -> !connected.worker.lost.isEmpty());
            assertThat(connected.worker.lost).hasSize(1);
            assertThat(connected.worker.lost.peek()).containsIgnoringCase("reset");
        }
    }

    @Test
    void aPeerThatReadsNothingDoesNotHoldUpClosing() throws Exception {
        try (Connected connected = connect()) {
            // More than sockets hold, so that the farewell stays behind it.
            for (int count = 0; count < 300; count++) {
                Batch batch = connected.exchange.output(OUT).newBatch();
                for (int key = 0; key < Batch.CAPACITY; key++) {
                    batch.records[batch.count++] = new Hop(Long.MIN_VALUE + key, Integer.MIN_VALUE);
                }
                connected.exchange.output(OUT).send(batch);
            }
            connected.exchange.flush(1);
            long start = System.nanoTime();
            connected.exchange.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(connected.worker.lost).isEmpty();
        }
    }

    @Test
    void strangersAreRefusedAndToldNothing() throws Exception {
        try (TestWorker worker = new TestWorker(1)) {
            worker.open(TestWorker.spec(1, 1, Map.of(), CHANNELS));
            try (RawPeer peer = RawPeer.dial(worker.server.address())) {
                assertThat(peer.shakeHands(introduction(), "another token of sixteen bytes"))
                        .isEqualTo("it does not know the job's secret");
                assertThat(peer.readToEnd()).isZero();
            }
            try (RawPeer peer = RawPeer.dial(worker.server.address())) {
                peer.sendBytes("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                peer.message(1);
                assertThat(new String(peer.readMessage(), StandardCharsets.UTF_8))
                        .contains("its handshake is broken");
                peer.readToEnd();
            }
            try (RawPeer peer = RawPeer.dial(worker.server.address())) {
                // The proof of another connection is of no use: the challenge is new.
                byte[] nonce = new byte[32];
                byte[] replayed =
                        RawPeer.hmac(RawPeer.SECRET, "loopkeeper-exchange-dialer", new byte[32], nonce, introduction());
                peer.message(1);
                peer.sendMessage(2, introduction(), nonce, replayed);
                assertThat(new String(peer.readMessage(), StandardCharsets.UTF_8))
                        .contains("does not know the job's secret");
            }
        }
    }

    @Test
    void theDialerRefusesWhoCannotProveItself() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TestWorker worker = new TestWorker(0)) {
            var address = (InetSocketAddress) listening.getLocalSocketAddress();
            var opening = worker.open(TestWorker.spec(0, 1, Map.of(1, address), CHANNELS));
            try (RawPeer peer = new RawPeer(listening.accept())) {
                peer.sendMessage(1, new byte[32]);
                peer.readMessage();
                peer.sendMessage(3, new byte[32]);
                assertThatThrownBy(() -> opening.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(ExchangeException.class)
                        .hasMessage("worker 1 refused attempt 1 of region 0 at worker 0: "
                                + "what answers there does not know the job's secret");
            }
        }
    }

    @Test
    void theDialerTriesAgainUntilItIsAnswered() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TestWorker worker = new TestWorker(0)) {
            var address = (InetSocketAddress) listening.getLocalSocketAddress();
            var opening = worker.open(TestWorker.spec(0, 1, Map.of(1, address), CHANNELS));
            listening.accept().close();
            try (RawPeer peer = new RawPeer(listening.accept())) {
                peer.sendBytes("SSH-2.0-something else".getBytes(StandardCharsets.US_ASCII));
            }
            try (RawPeer peer = new RawPeer(listening.accept())) {
                byte[] challenge = new byte[32];
                peer.sendMessage(1, challenge);
                byte[] hello = peer.readMessage();
                byte[] introduction = introduction();
                byte[] nonce = Arrays.copyOfRange(hello, 5 + introduction.length, 37 + introduction.length);
                assertThat(Arrays.copyOfRange(hello, 5, 5 + introduction.length))
                        .isEqualTo(introduction);
                peer.sendMessage(
                        3,
                        RawPeer.hmac(RawPeer.SECRET, "loopkeeper-exchange-acceptor", challenge, nonce, introduction));
                // The first frame right behind the welcome.
                peer.sendHop(1, 0, 33);
                RegionExchange exchange = opening.get(20, TimeUnit.SECONDS);
                Object item = await().until(() -> exchange.input(OUT).poll(), polled -> polled != null);
                assertThat(((Batch) item).records[0]).isEqualTo(new Hop(33, 1));
            }
        }
    }
}
