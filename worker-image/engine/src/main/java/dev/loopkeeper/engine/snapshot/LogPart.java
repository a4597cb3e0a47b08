package dev.loopkeeper.engine.snapshot;

import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.util.List;

/**
 * The loop log of one head in a snapshot: the range [from, to) of its feedback log.
 *
 * @param chunks the range's entries in their order
 * @param mark the round mark that is one of them, or null: a restored head reports it without having read the log up to it
 */
public record LogPart(List<LogChunk> chunks, RoundMark mark) {

    public static final LogPart EMPTY = new LogPart(List.of(), null);

    public LogPart {
        chunks = List.copyOf(chunks);
    }

    /** How many entries the range has, the mark included. */
    public long entries() {
        long sum = 0;
        for (LogChunk chunk : chunks) {
            sum += chunk.count();
        }
        return sum;
    }
}
