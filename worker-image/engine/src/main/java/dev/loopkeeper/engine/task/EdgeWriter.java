package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.codec.KeyHash;
import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.plan.Partitioning;
import dev.loopkeeper.engine.snapshot.Control;
import java.util.List;
import java.util.function.Function;

/** Spreads the records of one edge over its channels, in batches. */
abstract sealed class EdgeWriter extends Receiver {

    private final OutputChannel[] channels;
    private final Batch[] open;
    private final Codec<Object> weights;
    private final Backpressure backpressure;
    private long sent;

    private EdgeWriter(List<OutputChannel> channels, Codec<Object> weights, Backpressure backpressure) {
        this.channels = channels.toArray(OutputChannel[]::new);
        this.open = new Batch[this.channels.length];
        this.weights = weights;
        this.backpressure = backpressure;
        for (OutputChannel channel : this.channels) {
            backpressure.add(channel::writable);
        }
    }

    /**
     * Makes the writer of an edge.
     *
     * @param channels by consumer index; one for a forward edge
     * @param weights weighs records whose size varies; null where it does not
     */
    static EdgeWriter of(
            Partitioning partitioning, List<OutputChannel> channels, Codec<Object> weights, Backpressure backpressure) {
        return switch (partitioning) {
            case Partitioning.Forward forward -> new Single(channels, weights, backpressure);
            case Partitioning.ByKey byKey -> new ByKey(byKey, channels, weights, backpressure);
            case Partitioning.Broadcast broadcast -> new Broadcast(channels, weights, backpressure);
            case Partitioning.Rebalance rebalance -> new Rebalance(channels, weights, backpressure);
            case Partitioning.Chosen chosen -> new Chosen(chosen, channels, weights, backpressure);
        };
    }

    /** How many records were given to channels, those in batches not yet sent included. */
    long sent() {
        return sent;
    }

    int width() {
        return channels.length;
    }

    /** Sends what stands in batches. */
    void flush() {
        for (int channel = 0; channel < open.length; channel++) {
            if (open[channel] != null) {
                send(channel, open[channel]);
            }
        }
    }

    /** Sends a control record on all channels, behind all records given before. */
    void broadcast(Control control) {
        flush();
        for (OutputChannel channel : channels) {
            channel.send(control);
        }
    }

    /** Sends a control record on one channel, behind all records given to it before. */
    void send(int channel, Control control) {
        if (open[channel] != null) {
            send(channel, open[channel]);
        }
        channels[channel].send(control);
    }

    final void put(int channel, Object record) {
        Batch batch = open[channel];
        if (batch == null) {
            batch = channels[channel].newBatch();
            open[channel] = batch;
        }
        batch.records[batch.count++] = record;
        sent++;
        if (weights != null) {
            batch.weight += weights.weigh(record);
        }
        if (batch.full()) {
            send(channel, batch);
        }
    }

    private void send(int channel, Batch batch) {
        open[channel] = null;
        channels[channel].send(batch);
        if (!channels[channel].writable()) {
            backpressure.raise();
        }
    }

    private static final class Single extends EdgeWriter {

        Single(List<OutputChannel> channels, Codec<Object> weights, Backpressure backpressure) {
            super(channels, weights, backpressure);
        }

        @Override
        void accept(Object record) {
            put(0, record);
        }
    }

    private static final class ByKey extends EdgeWriter {

        private final Function<Object, Object> key;
        private final KeyHash<Object> hash;
        private final int[] taskOfGroup = new int[KeyGroups.COUNT];

        @SuppressWarnings("unchecked")
        ByKey(
                Partitioning.ByKey partitioning,
                List<OutputChannel> channels,
                Codec<Object> weights,
                Backpressure backpressure) {
            super(channels, weights, backpressure);
            key = partitioning.key();
            hash = (KeyHash<Object>) KeyHash.of(partitioning.keyType());
            for (int group = 0; group < KeyGroups.COUNT; group++) {
                taskOfGroup[group] = KeyGroups.task(group, channels.size());
            }
        }

        @Override
        void accept(Object record) {
            Object selected = key.apply(record);
            if (selected == null) {
                throw nullKey();
            }
            put(taskOfGroup[KeyGroups.group(hash.hash(selected))], record);
        }

        /** As inherited, but compiled for this way of spreading alone: it is the one that loops turn through. */
        @Override
        int accept(Object[] records, int from, int to, Backpressure backpressure) {
            int at = from;
            while (at < to && !backpressure.full()) {
                accept(records[at++]);
            }
            return at;
        }
    }

    private static IllegalStateException nullKey() {
        return new IllegalStateException("keyBy gives a record that it emits the key null; give every record a key");
    }

    private static final class Broadcast extends EdgeWriter {

        Broadcast(List<OutputChannel> channels, Codec<Object> weights, Backpressure backpressure) {
            super(channels, weights, backpressure);
        }

        @Override
        void accept(Object record) {
            for (int channel = 0; channel < width(); channel++) {
                put(channel, record);
            }
        }
    }

    private static final class Rebalance extends EdgeWriter {

        private int next;

        Rebalance(List<OutputChannel> channels, Codec<Object> weights, Backpressure backpressure) {
            super(channels, weights, backpressure);
        }

        @Override
        void accept(Object record) {
            put(next, record);
            next = next + 1 == width() ? 0 : next + 1;
        }
    }

    private static final class Chosen extends EdgeWriter {

        private final Partitioning.Chosen partitioning;

        Chosen(
                Partitioning.Chosen partitioning,
                List<OutputChannel> channels,
                Codec<Object> weights,
                Backpressure backpressure) {
            super(channels, weights, backpressure);
            this.partitioning = partitioning;
        }

        @Override
        void accept(Object record) {
            int channel = partitioning.partitioner().partition(record, width());
            if (channel < 0 || channel >= width()) {
                throw new IllegalArgumentException("the partitioner chose task " + channel + " of " + width());
            }
            put(channel, record);
        }
    }
}
