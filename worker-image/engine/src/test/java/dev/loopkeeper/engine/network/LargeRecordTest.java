package dev.loopkeeper.engine.network;

import static dev.loopkeeper.engine.network.TestWorker.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.snapshot.Control;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records of many megabytes, and one that is too large. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class LargeRecordTest {

    private static final ChannelId CHANNEL = new ChannelId(0, 0, 1);
    private static final List<ChannelPlacement> CHANNELS = List.of(new ChannelPlacement(CHANNEL, 0, 1));
    private static final ExchangeLimits LIMITS = new ExchangeLimits(2, 10 * 1024 * 1024, Duration.ofSeconds(20));

    private static RegionExchangeSpec spec(int worker, TestWorker... workers) {
        return new RegionExchangeSpec(TestWorker.PLAN, 0, 1, worker, addresses(workers), CHANNELS, LIMITS);
    }

    @Test
    void arriveWhole() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (TestWorker first = new TestWorker(0);
                TestWorker second = new TestWorker(1)) {
            var opening = first.open(spec(0, first, second), edge -> new DoublesCodec());
            RegionExchange right = second.open(spec(1, first, second), edge -> new DoublesCodec())
                    .get(20, TimeUnit.SECONDS);
            RegionExchange left = opening.get(20, TimeUnit.SECONDS);
            for (int count = 0; count < 12; count++) {
                // 8 MiB, then sizes around those of buffers and pools.
                int length = count == 0 ? 1 << 20 : random.nextInt(1 << (4 + random.nextInt(17)));
                double[] sent = random.doubles(length).toArray();
                await().until(left.output(CHANNEL)::writable);
                Batch batch = left.output(CHANNEL).newBatch();
                batch.records[batch.count++] = sent;
                left.output(CHANNEL).send(batch);
                left.output(CHANNEL).send(new Control.RoundMark(0, count, new long[0], new long[0], 0));
                left.flush(0);

                Batch received =
                        (Batch) await().until(() -> right.input(CHANNEL).poll(), item -> item != null);
                assertThat((double[]) received.records[0]).as("seed " + seed).isEqualTo(sent);
                right.input(CHANNEL).release(received);
                right.flush(1);
                Object mark = await().until(() -> right.input(CHANNEL).poll(), item -> item != null);
                assertThat(((Control.RoundMark) mark).round()).isEqualTo(count);
            }
        }
    }

    @Test
    void aRecordBeyondTheLimitIsNamed() throws Exception {
        try (TestWorker first = new TestWorker(0);
                TestWorker second = new TestWorker(1)) {
            var opening = first.open(spec(0, first, second), edge -> new DoublesCodec());
            second.open(spec(1, first, second), edge -> new DoublesCodec()).get(20, TimeUnit.SECONDS);
            RegionExchange left = opening.get(20, TimeUnit.SECONDS);
            Batch batch = left.output(CHANNEL).newBatch();
            batch.records[batch.count++] = new double[1 << 21];
            assertThatThrownBy(() -> left.output(CHANNEL).send(batch))
                    .isInstanceOf(ExchangeException.class)
                    .hasMessage(
                            "channel e0:0>1: a batch of 1 of 1 records takes more than the 10485760 bytes that a frame"
                                    + " may have; emit smaller records or raise maximumFrameBytes");
        }
    }
}
