package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import java.util.ArrayList;
import java.util.List;

/** Builds the table of one key group after another out of their chunks. Belongs to one thread. */
final class ChunkDecoder<K> {

    private final KeyedLayout<K> layout;

    private KeyGroupTable<K> table;
    private List<ChainBuilder> chains = List.of();

    ChunkDecoder(KeyedLayout<K> layout) {
        this.layout = layout;
        this.table = new KeyGroupTable<>(0, 0);
    }

    void begin(int group) {
        table = new KeyGroupTable<>(group, layout.states().size());
        chains = new ArrayList<>();
        layout.states().forEach(state -> chains.add(new ChainBuilder()));
    }

    void apply(ChunkRef ref, byte[] content) {
        BinaryReader in = new BinaryReader(content);
        try {
            apply(ref, in);
        } catch (StateMismatchException mismatch) {
            throw mismatch;
        } catch (RuntimeException failure) {
            // Codecs run constructors of the program, which may refuse what a changed program, or a damaged chunk,
            // gives them.
            String reason = failure instanceof CorruptDataException ? failure.getMessage() : failure.toString();
            CorruptDataException corrupt =
                    new CorruptDataException("key group " + table.group + " cannot be read from " + ref.object()
                            + " (bytes " + ref.offset() + " to " + (ref.offset() + ref.length()) + "): " + reason);
            corrupt.initCause(failure);
            throw corrupt;
        }
    }

    private void apply(ChunkRef ref, BinaryReader in) {
        ChunkHeader header = ChunkHeader.read(in);
        if (header.group() != table.group) {
            throw new CorruptDataException("the chunk is of key group " + header.group());
        }
        StateDescriptor state = declared(header);
        chains.get(state.index()).add(header, ref);
        boolean delta = header.content() == ChunkHeader.Content.DELTA;
        int count = in.readInt();
        for (int index = 0; index < count; index++) {
            K key = layout.keyCodec().read(in);
            int hash = layout.hash(key);
            if (KeyGroups.group(hash) != table.group) {
                throw new CorruptDataException("a key belongs to group " + KeyGroups.group(hash));
            }
            table.load(key, hash, state.index(), state.codec().read(delta, in));
        }
        if (count < 0 || in.remaining() > 0) {
            throw new CorruptDataException(in.remaining() + " bytes are left behind " + count + " keys");
        }
    }

    private StateDescriptor declared(ChunkHeader header) {
        StateDescriptor state = layout.state(header.state());
        if (state == null) {
            throw new StateMismatchException(
                    "the snapshot holds keyed state '" + header.state() + "', the operator declares " + layout.names()
                            + ": declare it again, or start without this snapshot");
        }
        if (state.kind().code != header.kind()) {
            throw new StateMismatchException("the operator declares '" + state.name() + "' as " + state.kind()
                    + " for each key, the snapshot holds another kind: give the new state another name");
        }
        if (state.typeCode() != header.type()) {
            throw new StateMismatchException(
                    "the operator declares '" + state.name() + "' of type " + state.type()
                            + ", the snapshot holds values of another type: give the new state another name, or go back to the type of before");
        }
        return state;
    }

    KeyGroupTable<K> end() {
        table.chains(chains.stream().map(ChainBuilder::chain).toArray(Chain[]::new));
        return table;
    }

    /** Tells from the headers how the chunks of one state belong together. */
    private static final class ChainBuilder {

        private final List<ChunkRef> chunks = new ArrayList<>();
        private long baseBytes;
        private long deltaBytes;
        private int deltas;

        void add(ChunkHeader header, ChunkRef ref) {
            boolean delta = header.content() == ChunkHeader.Content.DELTA;
            boolean begins = !delta && !header.continued();
            if (begins != chunks.isEmpty() || (!delta && deltas > 0)) {
                throw new CorruptDataException("the chunks of state '" + header.state() + "' are not in order");
            }
            chunks.add(ref);
            if (delta) {
                deltaBytes += ref.length();
                deltas += header.continued() ? 0 : 1;
            } else {
                baseBytes += ref.length();
            }
        }

        Chain chain() {
            return new Chain(chunks, baseBytes, deltaBytes, deltas);
        }
    }
}
