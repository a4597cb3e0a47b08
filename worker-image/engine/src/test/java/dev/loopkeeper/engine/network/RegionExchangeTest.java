package dev.loopkeeper.engine.network;

import static dev.loopkeeper.engine.network.TestWorker.addresses;
import static dev.loopkeeper.engine.network.TestWorker.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.snapshot.Control;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** R4: two workers over loopback, both slots played by the test's own thread. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class RegionExchangeTest {

    private static final ChannelId THERE = new ChannelId(0, 0, 1);
    private static final ChannelId BACK = new ChannelId(0, 1, 0);
    private static final ChannelId BESIDE = new ChannelId(1, 0, 1);
    private static final List<ChannelPlacement> CHANNELS = List.of(
            new ChannelPlacement(BESIDE, 0, 1), new ChannelPlacement(THERE, 0, 1), new ChannelPlacement(BACK, 1, 0));

    private record Pair(TestWorker first, TestWorker second, RegionExchange left, RegionExchange right)
            implements AutoCloseable {

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    private static Pair open() throws Exception {
        TestWorker first = new TestWorker(0);
        TestWorker second = new TestWorker(1);
        var left = first.open(spec(0, 1, addresses(first, second), CHANNELS));
        // In another order than at the other worker.
        var right = second.open(spec(1, 1, addresses(first, second), CHANNELS.reversed()));
        return new Pair(first, second, left.get(20, TimeUnit.SECONDS), right.get(20, TimeUnit.SECONDS));
    }

    private static void send(OutputChannel channel, long... keys) {
        Batch batch = channel.newBatch();
        for (long key : keys) {
            batch.records[batch.count++] = new Hop(key, 1);
        }
        batch.weight = 5;
        channel.send(batch);
    }

    private static Object take(InputChannel channel) {
        return await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(channel::poll, item -> item != null);
    }

    private static long[] keys(Object batch) {
        return Arrays.stream(((Batch) batch).records, 0, ((Batch) batch).count)
                .mapToLong(record -> ((Hop) record).key())
                .toArray();
    }

    @Test
    void carriesRecordsBothWaysAndKeepsChannelsApart() throws Exception {
        try (Pair pair = open()) {
            send(pair.left.output(THERE), 1, 2, 3);
            send(pair.left.output(BESIDE), 10);
            send(pair.right.output(BACK), 20);
            pair.left.flush(0);
            pair.right.flush(1);

            Batch there = (Batch) take(pair.right.input(THERE));
            assertThat(keys(there)).containsExactly(1, 2, 3);
            assertThat(there.weight).isEqualTo(5);
            assertThat(keys(take(pair.right.input(BESIDE)))).containsExactly(10);
            assertThat(keys(take(pair.left.input(BACK)))).containsExactly(20);
            assertThat(pair.right.input(THERE).poll()).isNull();
        }
    }

    @Test
    void controlRecordsStayBehindWhatWasSentBeforeAndNeedNoCredit() throws Exception {
        try (Pair pair = open()) {
            OutputChannel output = pair.left.output(THERE);
            List<Control> controls = new ArrayList<>();
            for (int credit = 0; credit < TestWorker.LIMITS.credits(); credit++) {
                assertThat(output.writable()).isTrue();
                send(output, credit);
            }
            assertThat(output.writable()).isFalse();
            controls.add(new Control.Barrier(1, new SnapshotId(3, 14), new SnapshotId(3, 13), true));
            controls.add(new Control.RoundMark(2, 7, new long[] {1, Long.MIN_VALUE}, new long[] {-1}, 42));
            controls.add(new Control.End());
            controls.add(new Control.Barrier(1, new SnapshotId(3, 15), new SnapshotId(3, 14), false));
            controls.forEach(output::send);
            pair.left.flush(0);

            InputChannel input = pair.right.input(THERE);
            for (int credit = 0; credit < TestWorker.LIMITS.credits(); credit++) {
                assertThat(keys(take(input))).containsExactly(credit);
            }
            assertThat(take(input)).isEqualTo(controls.get(0));
            Control.RoundMark mark = (Control.RoundMark) take(input);
            assertThat(mark.loop()).isEqualTo(2);
            assertThat(mark.round()).isEqualTo(7);
            assertThat(mark.global()).containsExactly(1, Long.MIN_VALUE);
            assertThat(mark.partial()).containsExactly(-1);
            assertThat(mark.fedBack()).isEqualTo(42);
            assertThat(take(input)).isEqualTo(new Control.End());
            assertThat(take(input)).isEqualTo(controls.get(3));
        }
    }

    /** R5: what was sent beyond the credit is not given back twice. */
    @Test
    void creditsComeBackWhenBatchesAreReleased() throws Exception {
        try (Pair pair = open()) {
            OutputChannel output = pair.left.output(THERE);
            int credits = TestWorker.LIMITS.credits();
            for (int count = 0; count < credits + 2; count++) {
                send(output, count);
            }
            pair.left.flush(0);
            InputChannel input = pair.right.input(THERE);
            List<Batch> polled = new ArrayList<>();
            for (int count = 0; count < credits + 2; count++) {
                polled.add((Batch) take(input));
            }
            assertThat(output.writable()).as("polled is not released").isFalse();

            // Two were sent without credit: what is given back for them is not to be used again.
            input.release(polled.get(0));
            input.release(polled.get(1));
            pair.right.flush(1);
            // Travels behind the credit.
            send(pair.right.output(BACK), 1);
            pair.right.flush(1);
            take(pair.left.input(BACK));
            assertThat(output.writable()).isFalse();

            input.release(polled.get(2));
            pair.right.flush(1);
            await().until(output::writable);
            send(output, 99);
            assertThat(output.writable()).isFalse();
        }
    }

    /** Trap 18. */
    @Test
    void aFullChannelDoesNotHoldUpItsNeighbour() throws Exception {
        try (Pair pair = open()) {
            OutputChannel stuck = pair.left.output(THERE);
            while (stuck.writable()) {
                send(stuck, 1);
            }
            OutputChannel free = pair.left.output(BESIDE);
            InputChannel input = pair.right.input(BESIDE);
            for (int count = 0; count < 1000; count++) {
                await().pollInterval(Duration.ofMillis(1)).until(free::writable);
                send(free, count);
                pair.left.flush(0);
                Batch batch = (Batch) take(input);
                assertThat(keys(batch)).containsExactly(count);
                input.release(batch);
                pair.right.flush(1);
            }
            assertThat(stuck.writable()).isFalse();
        }
    }

    @Test
    void anExchangeWhoseChannelsHaveEndedIsLeftInPeace() throws Exception {
        try (Pair pair = open()) {
            pair.left.output(THERE).send(new Control.End());
            pair.left.output(BESIDE).send(new Control.End());
            pair.right.output(BACK).send(new Control.End());
            pair.left.flush(0);
            pair.right.flush(1);
            take(pair.left.input(BACK));
            take(pair.right.input(THERE));
            take(pair.right.input(BESIDE));

            pair.left.close();
            pair.right.close();
            assertThat(pair.first.lost).isEmpty();
            assertThat(pair.second.lost).isEmpty();
        }
    }

    @Test
    void whatWasSentBeforeAnOrderlyCloseArrives() throws Exception {
        try (Pair pair = open()) {
            pair.right.output(BACK).send(new Control.End());
            pair.right.flush(1);
            take(pair.left.input(BACK));
            for (int count = 0; count < 50; count++) {
                send(pair.left.output(THERE), count);
            }
            pair.left.output(THERE).send(new Control.End());
            pair.left.output(BESIDE).send(new Control.End());
            pair.left.close();

            for (int count = 0; count < 50; count++) {
                assertThat(keys(take(pair.right.input(THERE)))).containsExactly(count);
            }
            assertThat(take(pair.right.input(THERE))).isInstanceOf(Control.End.class);
            assertThat(take(pair.right.input(BESIDE))).isInstanceOf(Control.End.class);
            assertThat(pair.second.lost).isEmpty();
        }
    }

    @Test
    void closingBeforeTheEndIsALossForThePeer() throws Exception {
        try (Pair pair = open()) {
            pair.left.close();
            await().until(() -> !pair.second.lost.isEmpty());
            assertThat(pair.second.lost)
                    .containsExactly("0: the worker closed its exchange before all channels had ended");
            assertThat(pair.first.lost).as("who closes is not told").isEmpty();

            // The slot has not heard of it yet.
            send(pair.right.output(BACK), 1);
            pair.right.flush(1);
        }
    }

    @Test
    void namesAChannelThatItDoesNotHave() throws Exception {
        try (Pair pair = open()) {
            assertThatThrownBy(() -> pair.left.input(THERE))
                    .hasMessage("no consumer of channel e0:0>1 runs in attempt 1 of region 0 at worker 0");
        }
    }
}
