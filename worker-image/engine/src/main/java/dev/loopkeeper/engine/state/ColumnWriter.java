package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.ChunkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Encodes captured columns into chunks. Belongs to one thread of background work. */
final class ColumnWriter {

    /** A chunk that has grown to this many bytes is given to the store: what bounds the memory that an upload takes. */
    static final int CHUNK_BYTES = 4 << 20;

    private final Codec<Object> keyCodec;
    private final ChunkWriter chunks;
    private final int chunkBytes;
    private final BinaryWriter out = new BinaryWriter(0);

    @SuppressWarnings("unchecked") // the captures to be written are of the state with this layout
    ColumnWriter(KeyedLayout<?> layout, ChunkWriter chunks, int chunkBytes) {
        this.keyCodec = (Codec<Object>) layout.keyCodec();
        this.chunks = chunks;
        this.chunkBytes = chunkBytes;
    }

    /** Writes a column; no chunk if it is empty. */
    List<ChunkRef> write(int group, ColumnCapture column) throws IOException {
        List<ChunkRef> written = new ArrayList<>(1);
        int next = 0;
        while (next < column.size()) {
            next = encode(group, column, next);
            written.add(chunks.add(out.toByteBuffer()));
        }
        return written;
    }

    /** Fills one chunk; returns the first key that had no room in it. */
    private int encode(int group, ColumnCapture column, int first) {
        int countAt = begin(group, column, first > 0);
        int next = first;
        do {
            keyCodec.write(column.key(next), out);
            column.writeCell(next, out);
            next++;
        } while (next < column.size() && out.position() < chunkBytes);
        out.putInt(countAt, next - first);
        return next;
    }

    private int begin(int group, ColumnCapture column, boolean continued) {
        out.clear();
        ChunkHeader.Content content = column.base ? ChunkHeader.Content.BASE : ChunkHeader.Content.DELTA;
        StateDescriptor state = column.state;
        new ChunkHeader(content, continued, group, state.name(), state.kind().code, state.typeCode()).write(out);
        int countAt = out.position();
        out.writeInt(0);
        return countAt;
    }
}
