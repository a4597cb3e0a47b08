package dev.loopkeeper.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.exchange.SlotThread;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.snapshot.Control;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All slots of three workers send to all, at random sizes and speeds, on threads that park until they are woken: everything arrives once and
 * in order, whatever kind of channel is in between, and credits bound what is under way.
 */
@ExtendWith(LeakCheck.class)
@Timeout(120)
class ManyWorkersTest {

    private static final int WORKERS = 3;
    private static final int SLOTS = 2;
    private static final int TASKS = WORKERS * SLOTS;

    @RepeatedTest(3)
    void everythingArrivesOnceAndInOrder() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ExchangeLimits limits = new ExchangeLimits(1 + random.nextInt(8), 1 << 20, Duration.ofSeconds(30));
        int perChannel = 200 + random.nextInt(3000);

        List<ChannelPlacement> channels = new ArrayList<>();
        for (int from = 0; from < TASKS; from++) {
            for (int to = 0; to < TASKS; to++) {
                channels.add(new ChannelPlacement(new ChannelId(4, from, to), from / SLOTS, to / SLOTS));
            }
        }
        List<TestWorker> workers = new ArrayList<>();
        List<RegionExchange> exchanges = new ArrayList<>();
        try {
            for (int worker = 0; worker < WORKERS; worker++) {
                workers.add(new TestWorker(worker, options -> options.withThreads(2)));
            }
            var addresses = TestWorker.addresses(workers.toArray(TestWorker[]::new));
            List<CompletableFuture<RegionExchange>> opening = new ArrayList<>();
            for (TestWorker worker : workers) {
                List<ChannelPlacement> own = channels.stream()
                        .filter(channel -> channel.fromWorker() == worker.index || channel.toWorker() == worker.index)
                        .toList();
                opening.add(worker.open(
                        new RegionExchangeSpec(TestWorker.PLAN, 0, 1, worker.index, addresses, own, limits)));
            }
            for (CompletableFuture<RegionExchange> future : opening) {
                exchanges.add(future.get(30, TimeUnit.SECONDS));
            }
            Map<ChannelId, AtomicLong> released = new ConcurrentHashMap<>();
            channels.forEach(channel -> released.put(channel.channel(), new AtomicLong()));
            List<SlotThread> threads = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                RegionExchange exchange = exchanges.get(task / SLOTS);
                Task slot = new Task(task, exchange, released, new Random(seed + task), perChannel, limits.credits());
                SlotThread thread = new SlotThread("slot-" + task, slot::step, slot::finished);
                workers.get(task / SLOTS).wakers.put(task, thread::wake);
                threads.add(thread);
            }
            threads.forEach(SlotThread::start);
            for (SlotThread thread : threads) {
                thread.join(Duration.ofSeconds(60));
            }
            for (RegionExchange exchange : exchanges) {
                exchange.close();
            }
            for (TestWorker worker : workers) {
                assertThat(worker.lost)
                        .as("all channels had ended, seed " + seed)
                        .isEmpty();
            }
        } catch (AssertionError failure) {
            throw new AssertionError("seed " + seed, failure);
        } finally {
            workers.forEach(TestWorker::close);
        }
    }

    /** Produces and consumes, as the tasks of a slot do. */
    private static final class Task {

        private final int index;
        private final RegionExchange exchange;
        private final Map<ChannelId, AtomicLong> released;
        private final Random random;
        private final int perChannel;
        private final int credits;
        private final long[] sent = new long[TASKS];
        private final long[] batchesSent = new long[TASKS];
        private final boolean[] endSent = new boolean[TASKS];
        private final long[] received = new long[TASKS];
        private final boolean[] endReceived = new boolean[TASKS];
        private final Batch[] holding = new Batch[TASKS];

        Task(
                int index,
                RegionExchange exchange,
                Map<ChannelId, AtomicLong> released,
                Random random,
                int perChannel,
                int credits) {
            this.index = index;
            this.exchange = exchange;
            this.released = released;
            this.random = random;
            this.perChannel = perChannel;
            this.credits = credits;
        }

        boolean step() {
            boolean progress = false;
            for (int peer = 0; peer < TASKS; peer++) {
                progress |= produce(peer);
                progress |= consume(peer);
            }
            exchange.flush(index);
            return progress;
        }

        private boolean produce(int to) {
            ChannelId id = new ChannelId(4, index, to);
            OutputChannel output = exchange.output(id);
            if (endSent[to] || !output.writable()) {
                return false;
            }
            if (random.nextInt(3) == 0) {
                return true;
            }
            Batch batch = output.newBatch();
            int size = random.nextInt(random.nextInt(10) == 0 ? Batch.CAPACITY : 20);
            while (batch.count < size && sent[to] < perChannel) {
                batch.records[batch.count++] = new Hop(sent[to]++, index * TASKS + to);
            }
            output.send(batch);
            batchesSent[to]++;
            assertThat(batchesSent[to] - released.get(id).get())
                    .as("batches under way on " + id)
                    .isLessThanOrEqualTo(credits);
            if (random.nextInt(5) == 0) {
                output.send(new Control.RoundMark(0, (int) sent[to], new long[] {to}, new long[0], index));
            }
            if (sent[to] == perChannel) {
                output.send(new Control.End());
                endSent[to] = true;
            }
            return true;
        }

        private boolean consume(int from) {
            ChannelId id = new ChannelId(4, from, index);
            InputChannel input = exchange.input(id);
            if (holding[from] != null) {
                // A slow consumer: it comes back to the batch at a later step.
                if (random.nextInt(4) == 0) {
                    released.get(id).incrementAndGet();
                    input.release(holding[from]);
                    holding[from] = null;
                }
                return true;
            }
            Object item = input.poll();
            switch (item) {
                case null -> {
                    return false;
                }
                case Batch batch -> {
                    for (int position = 0; position < batch.count; position++) {
                        assertThat(batch.records[position]).isEqualTo(new Hop(received[from]++, from * TASKS + index));
                    }
                    holding[from] = batch;
                }
                case Control.RoundMark mark -> {
                    assertThat(mark.round()).isEqualTo((int) received[from]);
                    assertThat(mark.fedBack()).isEqualTo(from);
                }
                case Control.End end -> {
                    assertThat(received[from]).isEqualTo(perChannel);
                    endReceived[from] = true;
                }
                default -> throw new AssertionError("unexpected " + item);
            }
            return true;
        }

        boolean finished() {
            for (int peer = 0; peer < TASKS; peer++) {
                if (!endSent[peer] || !endReceived[peer] || holding[peer] != null) {
                    return false;
                }
            }
            return true;
        }
    }
}
