package dev.loopkeeper.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.snapshot.Control;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CrossSlotChannelTest {

    private static final Runnable NOBODY = () -> {};

    /** R5: a producer without credit is told so before it makes a record. */
    @Test
    void asksForCreditAndTakesControlRecordsWithout() {
        CrossSlotChannel channel = new CrossSlotChannel(2, NOBODY, NOBODY);
        channel.send(channel.newBatch());
        assertThat(channel.writable()).isTrue();
        channel.send(channel.newBatch());
        assertThat(channel.writable()).isFalse();
        for (int round = 0; round < 100; round++) {
            channel.send(new Control.RoundMark(0, round, new long[0], new long[0], 0));
        }

        channel.release((Batch) channel.poll());
        assertThat(channel.writable()).isTrue();
        channel.release((Batch) channel.poll());
        for (int round = 0; round < 100; round++) {
            assertThat(((Control.RoundMark) channel.poll()).round()).isEqualTo(round);
        }
        assertThat(channel.poll()).isNull();
    }

    @Test
    void wakesAConsumerOnceAfterItFoundNothing() {
        AtomicInteger woken = new AtomicInteger();
        CrossSlotChannel channel = new CrossSlotChannel(8, NOBODY, woken::incrementAndGet);
        channel.send(channel.newBatch());
        assertThat(woken).as("a consumer that has not looked is not waiting").hasValue(0);
        channel.poll();
        channel.poll();
        channel.poll();
        channel.send(channel.newBatch());
        channel.send(channel.newBatch());
        assertThat(woken).hasValue(1);
    }

    @Test
    void wakesAProducerThatWaitsForTheOnlyCredit() {
        AtomicInteger woken = new AtomicInteger();
        CrossSlotChannel channel = new CrossSlotChannel(1, woken::incrementAndGet, NOBODY);
        channel.send(channel.newBatch());
        assertThat(channel.writable()).isFalse();
        channel.release((Batch) channel.poll());
        assertThat(woken).hasValue(1);
        assertThat(channel.writable()).isTrue();
    }

    /** R4, with more credit or less. */
    @RepeatedTest(20)
    void twoThreadsPassEverythingOnceAndInOrder() throws InterruptedException {
        long seed = new Random().nextLong();
        Random producing = new Random(seed);
        Random consuming = new Random(seed + 1);
        int credits = 1 + producing.nextInt(16);
        int total = 20_000 + producing.nextInt(20_000);
        AtomicReference<SlotThread> producer = new AtomicReference<>();
        AtomicReference<SlotThread> consumer = new AtomicReference<>();
        CrossSlotChannel channel = new CrossSlotChannel(
                credits, () -> producer.get().wake(), () -> consumer.get().wake());

        int[] sent = {0};
        boolean[] endSent = {false};
        producer.set(new SlotThread(
                "producer",
                () -> {
                    if (!channel.writable()) {
                        return false;
                    }
                    Batch batch = channel.newBatch();
                    assertThat(batch.count).isZero();
                    int size = 1 + producing.nextInt(producing.nextBoolean() ? 3 : 100);
                    while (batch.count < size && sent[0] < total) {
                        batch.records[batch.count++] = sent[0]++;
                    }
                    channel.send(batch);
                    if (producing.nextInt(10) == 0) {
                        channel.send(new Control.RoundMark(0, sent[0], new long[0], new long[0], 0));
                    }
                    if (sent[0] == total) {
                        channel.send(new Control.End());
                        endSent[0] = true;
                    }
                    return true;
                },
                () -> endSent[0]));

        int[] received = {0};
        boolean[] endReceived = {false};
        IdentityHashMap<Batch, Boolean> distinct = new IdentityHashMap<>();
        consumer.set(new SlotThread(
                "consumer",
                () -> {
                    Object item = channel.poll();
                    if (item instanceof Batch batch) {
                        distinct.put(batch, true);
                        for (int index = 0; index < batch.count; index++) {
                            assertThat(batch.records[index]).isEqualTo(received[0]++);
                        }
                        if (consuming.nextInt(50) == 0) {
                            Thread.yield();
                        }
                        channel.release(batch);
                    } else if (item instanceof Control.RoundMark mark) {
                        assertThat(mark.round()).isEqualTo(received[0]);
                    } else if (item instanceof Control.End) {
                        endReceived[0] = true;
                    }
                    return item != null;
                },
                () -> endReceived[0]));

        try (SlotThread first = producer.get();
                SlotThread second = consumer.get()) {
            first.start();
            second.start();
            first.join(Duration.ofSeconds(30));
            second.join(Duration.ofSeconds(30));
        } catch (AssertionError failure) {
            throw new AssertionError("seed " + seed, failure);
        }
        assertThat(received[0]).as("seed " + seed).isEqualTo(total);
        assertThat(distinct.size()).as("batches are used again, seed " + seed).isLessThanOrEqualTo(2 * credits + 3);
    }
}
