package dev.loopkeeper.engine.snapshot;

import java.util.List;

/**
 * The keyed state of one operator in one key group: a base and the changes over it, oldest first.
 *
 * @param chunks the base first, then deltas in the order they were taken
 */
public record KeyGroupPart(int group, List<ChunkRef> chunks) {

    public KeyGroupPart {
        chunks = List.copyOf(chunks);
    }
}
