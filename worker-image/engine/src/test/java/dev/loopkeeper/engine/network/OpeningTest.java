package dev.loopkeeper.engine.network;

import static dev.loopkeeper.engine.network.TestWorker.JOB;
import static dev.loopkeeper.engine.network.TestWorker.LIMITS;
import static dev.loopkeeper.engine.network.TestWorker.PLAN;
import static dev.loopkeeper.engine.network.TestWorker.SECRET;
import static dev.loopkeeper.engine.network.TestWorker.addresses;
import static dev.loopkeeper.engine.network.TestWorker.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.plan.ChannelId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is let in, who is kept waiting, and what is said to the others (R3, R15). */
@ExtendWith(LeakCheck.class)
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored")
class OpeningTest {

    private static final List<ChannelPlacement> CHANNELS = List.of(
            new ChannelPlacement(new ChannelId(0, 0, 1), 0, 1), new ChannelPlacement(new ChannelId(0, 1, 0), 1, 0));

    private static void assertFails(CompletableFuture<RegionExchange> opening, String message) {
        assertThatThrownBy(() -> opening.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining(message);
    }

    private static void assertRefused(TestWorker first, TestWorker second, RegionExchangeSpec dialing, String message) {
        try (first;
                second) {
            second.open(spec(1, 5, addresses(first, second), CHANNELS));
            assertFails(first.open(dialing), "worker 1 refused " + dialing + ": " + message);
        }
    }

    @Test
    void anotherJob() {
        TestWorker first = new TestWorker(0, "another-job", SECRET, options -> options);
        TestWorker second = new TestWorker(1);
        assertRefused(
                first,
                second,
                spec(0, 5, addresses(first, second), CHANNELS),
                "it belongs to job another-job, this is a worker of job " + JOB);
    }

    @Test
    void anotherSecret() {
        TestWorker first = new TestWorker(0, JOB, JobSecret.of("0123456789abcdef0123"), options -> options);
        TestWorker second = new TestWorker(1);
        assertRefused(
                first, second, spec(0, 5, addresses(first, second), CHANNELS), "it does not know the job's secret");
    }

    @Test
    void anotherPlan() {
        TestWorker first = new TestWorker(0);
        TestWorker second = new TestWorker(1);
        RegionExchangeSpec spec = new RegionExchangeSpec("plan-2", 0, 5, 0, addresses(first, second), CHANNELS, LIMITS);
        assertRefused(first, second, spec, "it has plan plan-2, here runs plan plan-1");
    }

    @Test
    void anOlderAttempt() {
        TestWorker first = new TestWorker(0);
        TestWorker second = new TestWorker(1);
        assertRefused(
                first,
                second,
                spec(0, 4, addresses(first, second), CHANNELS),
                "attempt 4 of region 0 is over, here runs attempt 5");
    }

    @Test
    void otherChannels() {
        TestWorker first = new TestWorker(0);
        TestWorker second = new TestWorker(1);
        assertRefused(
                first,
                second,
                spec(0, 5, addresses(first, second), CHANNELS.subList(0, 1)),
                "the two workers were given different channels");
    }

    @Test
    void aWorkerThatWasNotMeant() {
        TestWorker first = new TestWorker(0);
        TestWorker second = new TestWorker(1);
        // Worker 1's address was given for worker 2's.
        RegionExchangeSpec spec = new RegionExchangeSpec(
                PLAN,
                0,
                5,
                0,
                Map.of(2, second.server.address()),
                List.of(new ChannelPlacement(new ChannelId(0, 0, 2), 0, 2)),
                LIMITS);
        try (first;
                second) {
            second.open(TestWorker.spec(1, 5, Map.of(), CHANNELS));
            assertFails(first.open(spec), "it dialled worker 2, this is worker 1");
        }
    }

    @Test
    void aSecondConnectionInTheNameOfTheSameWorker() throws Exception {
        try (TestWorker first = new TestWorker(0);
                TestWorker twin = new TestWorker(0);
                TestWorker second = new TestWorker(1)) {
            var right = second.open(spec(1, 5, addresses(first, second), CHANNELS));
            first.open(spec(0, 5, addresses(first, second), CHANNELS)).get(20, TimeUnit.SECONDS);
            right.get(20, TimeUnit.SECONDS);
            assertFails(twin.open(spec(0, 5, addresses(twin, second), CHANNELS)), "worker 0 is connected already");
            assertThat(second.lost).as("the first one stays").isEmpty();
        }
    }

    @Test
    void waitsForAPeerThatOpensLater() throws Exception {
        try (TestWorker first = new TestWorker(0);
                TestWorker second = new TestWorker(1)) {
            var left = first.open(spec(0, 2, addresses(first, second), CHANNELS));
            // An attempt before is opened and closed; the dialer of the second waits for its own.
            second.open(spec(1, 1, addresses(first, second), CHANNELS));
            await().pollDelay(Duration.ofMillis(300)).until(() -> !left.isDone());
            var right = second.open(spec(1, 2, addresses(first, second), CHANNELS));
            left.get(20, TimeUnit.SECONDS);
            right.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesAPeerWhoseAttemptIsNotOpenedInTime() {
        try (TestWorker first = new TestWorker(0);
                TestWorker second = new TestWorker(1, options -> options.withHoldTimeout(Duration.ofMillis(300)))) {
            assertFails(
                    first.open(spec(0, 2, addresses(first, second), CHANNELS)),
                    "attempt 2 of region 0 was not opened here within 300 ms");
        }
    }

    @Test
    void aNewAttemptClosesTheOneBefore() throws Exception {
        try (TestWorker first = new TestWorker(0);
                TestWorker second = new TestWorker(1)) {
            var left = first.open(spec(0, 1, addresses(first, second), CHANNELS));
            second.open(spec(1, 1, addresses(first, second), CHANNELS)).get(20, TimeUnit.SECONDS);
            left.get(20, TimeUnit.SECONDS);

            var newRight = second.open(spec(1, 2, addresses(first, second), CHANNELS));
            await().until(() -> !first.lost.isEmpty());
            assertThat(second.lost).isEmpty();
            var newLeft = first.open(spec(0, 2, addresses(first, second), CHANNELS));
            newLeft.get(20, TimeUnit.SECONDS);
            newRight.get(20, TimeUnit.SECONDS);
            assertFails(
                    first.open(spec(0, 1, addresses(first, second), CHANNELS)),
                    "cannot open attempt 1 of region 0 at worker 0: attempt 2 was opened here before");
        }
    }

    @Test
    void saysWhoIsMissing() throws IOException {
        int deadPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            deadPort = socket.getLocalPort();
        }
        try (TestWorker worker = new TestWorker(1)) {
            RegionExchangeSpec spec = new RegionExchangeSpec(
                    PLAN,
                    0,
                    1,
                    1,
                    Map.of(2, new InetSocketAddress(InetAddress.getLoopbackAddress(), deadPort)),
                    List.of(
                            new ChannelPlacement(new ChannelId(0, 0, 1), 0, 1),
                            new ChannelPlacement(new ChannelId(0, 1, 2), 1, 2)),
                    new ExchangeLimits(4, 1 << 20, Duration.ofMillis(700)));
            assertThatThrownBy(() -> worker.open(spec).get(20, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageStartingWith(
                            "not all workers are connected to attempt 1 of region 0 at worker 1 after 700 ms: "
                                    + "worker 0 has not dialled; worker 2 at")
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void needsTheAddressesThatItDials() {
        try (TestWorker worker = new TestWorker(0)) {
            assertThatThrownBy(() -> worker.open(spec(0, 1, Map.of(), CHANNELS)))
                    .hasMessage("no address is known of worker 1, which attempt 1 of region 0 at worker 0 has to dial");
        }
    }

    @Test
    void isOpenAtOnceWithoutPeers() throws Exception {
        try (TestWorker worker = new TestWorker(0)) {
            var channels = List.of(
                    new ChannelPlacement(new ChannelId(0, 0, 0), 0, 0),
                    new ChannelPlacement(new ChannelId(0, 0, 1), 0, 0));
            RegionExchange exchange =
                    worker.open(spec(0, 1, Map.of(), channels)).get(20, TimeUnit.SECONDS);
            exchange.output(new ChannelId(0, 0, 1))
                    .send(exchange.output(new ChannelId(0, 0, 1)).newBatch());
            assertThat(exchange.input(new ChannelId(0, 0, 1)).poll()).isNotNull();
        }
    }

    @Test
    void closingWhileItOpensFailsTheOpening() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var peers = Map.of(1, (InetSocketAddress) silent.getLocalSocketAddress());
            TestWorker worker = new TestWorker(0);
            CompletableFuture<RegionExchange> opening = worker.open(spec(0, 1, peers, CHANNELS));
            worker.close();
            assertFails(opening, "was closed before it was open");
            assertFails(worker.open(spec(0, 2, peers, CHANNELS)), "is closed");
        }
    }

    @Test
    void saysWhatAddressItCannotHave() {
        try (TestWorker worker = new TestWorker(0)) {
            assertThatThrownBy(
                            () -> ExchangeServer.start(ExchangeServerOptions.of(worker.server.address(), JOB, SECRET)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen at")
                    .hasMessageContaining("choose another");
        }
    }
}
