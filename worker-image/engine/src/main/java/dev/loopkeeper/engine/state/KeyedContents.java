package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Keyed state read back from a snapshot by background work, ready to be taken over by {@link KeyedState#restore}. */
public final class KeyedContents {

    private final KeyedLayout<?> layout;
    private final List<? extends KeyGroupTable<?>> tables;

    private KeyedContents(KeyedLayout<?> layout, List<? extends KeyGroupTable<?>> tables) {
        this.layout = layout;
        this.tables = tables;
    }

    static <K> KeyedContents read(KeyedLayout<K> layout, List<KeyGroupPart> parts, ChunkReader chunks)
            throws IOException {
        BitSet seen = new BitSet();
        List<KeyGroupTable<K>> tables = new ArrayList<>();
        ChunkDecoder<K> decoder = new ChunkDecoder<>(layout);
        for (KeyGroupPart part : parts) {
            if (!layout.owns(part.group())) {
                continue;
            }
            if (seen.get(part.group())) {
                throw new IllegalArgumentException(
                        "the snapshot names key group " + part.group() + " of one operator twice");
            }
            seen.set(part.group());
            decoder.begin(part.group());
            for (ChunkRef chunk : part.chunks()) {
                decoder.apply(chunk, chunks.read(chunk));
            }
            tables.add(decoder.end());
        }
        return new KeyedContents(layout, tables);
    }

    KeyedLayout<?> layout() {
        return layout;
    }

    List<? extends KeyGroupTable<?>> tables() {
        return tables;
    }
}
