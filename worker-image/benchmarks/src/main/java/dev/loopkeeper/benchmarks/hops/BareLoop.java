package dev.loopkeeper.benchmarks.hops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one would write by hand for this one job: two threads, each with the counters of half of the keys in a hash map, that hand each other
 * batches of tokens by reference. No state that outlives it, no snapshots, no bound on what is under way.
 */
final class BareLoop {

    private static final int THREADS = 2;
    private static final int BATCH = 1_024;
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final List<Lane> lanes = new ArrayList<>();

    BareLoop() {
        for (int index = 0; index < THREADS; index++) {
            lanes.add(new Lane(index));
        }
    }

    /** Sends all tokens of a lap over the whole course; returns when they have arrived. */
    void lap() throws InterruptedException {
        AtomicInteger arrived = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(THREADS);
        for (Lane lane : lanes) {
            Thread.ofPlatform().name("bare-loop-" + lane.index).start(() -> {
                lane.lap(lanes, arrived);
                ended.countDown();
            });
        }
        ended.await();
    }

    /** How often each key was visited in all laps. */
    Map<Integer, Long> visits() {
        Map<Integer, Long> all = new HashMap<>();
        lanes.forEach(lane -> all.putAll(lane.visits));
        return all;
    }

    /** Which lane counts for a key, by a hash: so tokens change lanes at every other hop, as in the engine. */
    private static int lane(int key) {
        return (key * GOLDEN_RATIO >>> 1) % THREADS;
    }

    /** Some tokens on their way to one lane. */
    private static final class Batch {
        final Token[] tokens = new Token[BATCH];
        int count;
    }

    /** One thread's part. */
    private static final class Lane {
        private final int index;
        private final ConcurrentLinkedQueue<Batch> inbox = new ConcurrentLinkedQueue<>();
        private final Map<Integer, Long> visits = new HashMap<>();
        private final Batch[] open = new Batch[THREADS];

        Lane(int index) {
            this.index = index;
        }

        void lap(List<Lane> lanes, AtomicInteger arrived) {
            int next = 0;
            while (arrived.get() < Course.RECORDS) {
                Batch batch = inbox.poll();
                if (batch != null) {
                    int out = 0;
                    for (int i = 0; i < batch.count; i++) {
                        Token token = batch.tokens[i];
                        visits.merge(token.key(), 1L, Long::sum);
                        if (token.last()) {
                            out++;
                        } else {
                            send(token.next(), lanes);
                        }
                    }
                    arrived.addAndGet(out);
                } else if (next < Course.RECORDS) {
                    for (int i = 0; i < BATCH && next < Course.RECORDS; i++, next++) {
                        Token token = Token.start(next);
                        if (lane(token.key()) == index) {
                            send(token, lanes);
                        }
                    }
                } else {
                    flush(lanes);
                    Thread.yield();
                }
            }
        }

        private void send(Token token, List<Lane> lanes) {
            int lane = lane(token.key());
            Batch batch = open[lane];
            if (batch == null) {
                batch = new Batch();
                open[lane] = batch;
            }
            batch.tokens[batch.count++] = token;
            if (batch.count == BATCH) {
                open[lane] = null;
                lanes.get(lane).inbox.add(batch);
            }
        }

        private void flush(List<Lane> lanes) {
            for (int lane = 0; lane < THREADS; lane++) {
                Batch batch = open[lane];
                if (batch != null) {
                    open[lane] = null;
                    lanes.get(lane).inbox.add(batch);
                }
            }
        }
    }
}
