package dev.loopkeeper.engine.plan;

/** A FIFO channel of an edge, from the producer task of one index to the consumer task of another. */
public record ChannelId(int edge, int from, int to) {

    @Override
    public String toString() {
        return "e" + edge + ":" + from + ">" + to;
    }
}
