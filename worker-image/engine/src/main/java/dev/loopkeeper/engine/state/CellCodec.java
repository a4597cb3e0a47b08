package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.CorruptDataException;
import org.jspecify.annotations.Nullable;

/** Writes and reads what one state holds for one key. Any thread may use it, as the codec it is made of. */
final class CellCodec {

    private final StateKind kind;
    private final Codec<Object> codec;

    @SuppressWarnings(
            "unchecked") // values reach an entry only through the handle that was declared with this codec's type
    CellCodec(StateKind kind, Codec<?> codec) {
        this.kind = kind;
        this.codec = (Codec<Object>) codec;
    }

    /**
     * Writes what {@link #capture} gave; null says in a delta that the key has nothing any more.
     *
     * @param delta whether null can occur, and so must be told apart
     */
    void write(@Nullable Object cell, boolean delta, BinaryWriter out) {
        switch (kind) {
            case VALUE -> {
                if (delta) {
                    out.writeBoolean(cell != null);
                }
                if (cell != null) {
                    codec.write(cell, out);
                }
            }
            case LIST -> {
                ListPrefix list = cell == null ? ListPrefix.EMPTY : (ListPrefix) cell;
                out.writeVarInt(list.size());
                for (int index = 0; index < list.size(); index++) {
                    codec.write(list.elements()[index], out);
                }
            }
        }
    }

    /** Reads what an entry holds; null for nothing, which only a delta may say. */
    @Nullable
    Object read(boolean delta, BinaryReader in) {
        return switch (kind) {
            case VALUE -> delta && !in.readBoolean() ? null : codec.read(in);
            case LIST -> readList(delta, in);
        };
    }

    private @Nullable Object readList(boolean delta, BinaryReader in) {
        int size = in.readVarInt();
        if (size < 0 || (size == 0 && !delta)) {
            throw new CorruptDataException("a list of " + size + " elements at " + in.position());
        }
        if (size == 0) {
            return null;
        }
        // An element may take no byte at all, so the size alone must not decide how much memory is taken.
        GrowingList<Object> list = new GrowingList<>(Math.min(size, in.remaining() + 1));
        for (int index = 0; index < size; index++) {
            list.append(codec.read(in));
        }
        return list;
    }

    /** What of an entry's cell later changes leave alone: values are replaced as a whole, lists only grow behind their size. */
    static @Nullable Object capture(@Nullable Object cell) {
        return cell instanceof GrowingList<?> list ? list.prefix() : cell;
    }
}
