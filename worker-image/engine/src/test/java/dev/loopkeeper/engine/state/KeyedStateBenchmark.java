package dev.loopkeeper.engine.state;

import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;

/**
 * What one record costs: find the key's entry, get its value, set another. Run {@code main}; it prints the best of several rounds, in
 * nanoseconds of processor time for a record, and what a capture costs the task's thread.
 */
final class KeyedStateBenchmark {

    private static final int RECORDS = 1 << 20;
    private static final int ROUNDS = 40;

    private KeyedStateBenchmark() {}

    public static void main(String[] arguments) {
        for (int keys : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            measure(keys);
        }
    }

    private static void measure(int count) {
        KeyedState<Long> state = new KeyedState<>(TestCodecs.longs(), KeyedStateBenchmark::hash, 0, KeyGroups.COUNT);
        ValueState<Long> value = state.value("value", TestCodecs.longs());
        Long[] keys = new Long[count];
        Long[] values = new Long[1024];
        for (int index = 0; index < values.length; index++) {
            values[index] = (long) index * 1_000;
        }
        Random random = new Random(1);
        for (int index = 0; index < count; index++) {
            keys[index] = random.nextLong();
            state.select(keys[index], hash(keys[index]));
            value.set(values[index & 1023]);
        }
        Long[] order = new Long[1 << 12];
        for (int index = 0; index < order.length; index++) {
            order[index] = Long.sum(keys[random.nextInt(count)], 0); // another object, as it comes with a record
        }
        double best = Double.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = processorTime();
            for (int record = 0; record < RECORDS; record++) {
                Long key = order[record & order.length - 1];
                state.select(key, hash(key));
                sum += value.get();
                value.set(values[record & 1023]);
            }
            best = Math.min(best, (double) (processorTime() - start) / RECORDS);
        }
        long start = processorTime();
        state.capture(new SnapshotId(1, 1));
        double capture = (double) (processorTime() - start) / count;
        System.out.printf(
                Locale.ROOT,
                "%,10d keys: %6.2f ns a record, capture of all %6.2f ns a key (%d)%n",
                count,
                best,
                capture,
                sum & 1);
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static int hash(long key) {
        long mixed = (key ^ key >>> 32) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
