package dev.loopkeeper.engine.exchange;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** Measures records per second from one thread to another. To be started by hand; prints one line per run. */
final class CrossSlotThroughput {

    private static final long RECORDS = 400_000_000L;
    private static final int RUNS = 5;

    private CrossSlotThroughput() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            long sum = once();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "%.0f million records/s (checksum %d)%n", RECORDS / seconds / 1e6, sum);
        }
    }

    private static long once() throws InterruptedException {
        AtomicReference<SlotThread> producer = new AtomicReference<>();
        AtomicReference<SlotThread> consumer = new AtomicReference<>();
        CrossSlotChannel channel = new CrossSlotChannel(
                8, () -> producer.get().wake(), () -> consumer.get().wake());
        Object[] records = new Object[Batch.CAPACITY];
        for (int index = 0; index < records.length; index++) {
            records[index] = index;
        }
        long[] sent = {0};
        producer.set(new SlotThread(
                "producer",
                () -> {
                    boolean progress = false;
                    while (sent[0] < RECORDS && channel.writable()) {
                        Batch batch = channel.newBatch();
                        while (batch.count < Batch.CAPACITY) {
                            batch.records[batch.count] = records[batch.count];
                            batch.count++;
                        }
                        channel.send(batch);
                        sent[0] += Batch.CAPACITY;
                        progress = true;
                    }
                    return progress;
                },
                () -> sent[0] >= RECORDS));
        long[] received = {0, 0};
        consumer.set(new SlotThread(
                "consumer",
                () -> {
                    boolean progress = false;
                    while (channel.poll() instanceof Batch batch) {
                        for (int index = 0; index < batch.count; index++) {
                            received[1] += (Integer) batch.records[index];
                        }
                        received[0] += batch.count;
                        channel.release(batch);
                        progress = true;
                    }
                    return progress;
                },
                () -> received[0] >= RECORDS));
        producer.get().start();
        consumer.get().start();
        producer.get().join(Duration.ofMinutes(2));
        consumer.get().join(Duration.ofMinutes(2));
        return received[1];
    }
}
