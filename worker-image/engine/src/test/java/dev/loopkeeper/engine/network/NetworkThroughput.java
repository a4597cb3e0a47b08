package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.exchange.SlotThread;
import dev.loopkeeper.engine.plan.ChannelId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Measures one channel over loopback, from thread to thread. To be started by hand; prints one line per run. */
final class NetworkThroughput {

    private static final ChannelId CHANNEL = new ChannelId(0, 0, 1);
    private static final int RUNS = 4;

    private NetworkThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Object[] hops = new Object[Batch.CAPACITY];
        for (int index = 0; index < hops.length; index++) {
            hops[index] = new Hop(index * 1_000_003L, index & 15);
        }
        for (int run = 0; run < RUNS; run++) {
            measure("Hop", hops, 40_000_000L, edge -> new Hop.HopCodec());
        }
        for (int length : new int[] {1 << 13, 1 << 17, 1 << 20}) {
            Object[] chunk = {new double[length]};
            for (int run = 0; run < RUNS; run++) {
                measure("double[" + length + "]", chunk, (3L << 30) / (8L * length), edge -> new DoublesCodec());
            }
        }
    }

    private static void measure(String name, Object[] records, long total, IntFunction<? extends Codec<?>> codecs)
            throws Exception {
        try (TestWorker first = new TestWorker(0);
                TestWorker second = new TestWorker(1)) {
            ExchangeLimits limits = ExchangeLimits.DEFAULT;
            var channels = List.of(new ChannelPlacement(CHANNEL, 0, 1));
            var addresses = TestWorker.addresses(first, second);
            var opening =
                    first.open(new RegionExchangeSpec(TestWorker.PLAN, 0, 1, 0, addresses, channels, limits), codecs);
            RegionExchange right = second.open(
                            new RegionExchangeSpec(TestWorker.PLAN, 0, 1, 1, addresses, channels, limits), codecs)
                    .get();
            RegionExchange left = opening.get();
            OutputChannel output = left.output(CHANNEL);
            InputChannel input = right.input(CHANNEL);
            long[] sent = {0};
            long[] received = {0};
            SlotThread producer = new SlotThread(
                    "slot-0",
                    () -> {
                        boolean progress = false;
                        while (sent[0] < total && output.writable()) {
                            Batch batch = output.newBatch();
                            System.arraycopy(records, 0, batch.records, 0, records.length);
                            batch.count = records.length;
                            output.send(batch);
                            sent[0] += records.length;
                            progress = true;
                        }
                        left.flush(0);
                        return progress;
                    },
                    () -> sent[0] >= total);
            SlotThread consumer = new SlotThread(
                    "slot-1",
                    () -> {
                        boolean progress = false;
                        while (input.poll() instanceof Batch batch) {
                            received[0] += batch.count;
                            input.release(batch);
                            right.flush(1);
                            progress = true;
                        }
                        return progress;
                    },
                    () -> received[0] >= total);
            first.wakers.put(0, producer::wake);
            second.wakers.put(1, consumer::wake);
            long start = System.nanoTime();
            producer.start();
            consumer.start();
            producer.join(Duration.ofMinutes(5));
            consumer.join(Duration.ofMinutes(5));
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f million records/s, %.0f MB/s%n",
                    name,
                    received[0] / seconds / 1e6,
                    right.bytesReceived() / seconds / 1e6);
        }
    }
}
