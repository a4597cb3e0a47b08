package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.CorruptDataException;
import java.nio.charset.StandardCharsets;

/**
 * What a chunk of keyed state begins with; the keys follow, each with what the state holds for it. A state is named, so that an operator may
 * declare its states in another order, or further ones, when it is restored.
 *
 * @param content whether the keys are all there are, or those that changed
 * @param continued whether this chunk goes on where the one before it was full
 * @param group the key group
 * @param state the state's name
 * @param kind code of the state's kind
 * @param type tells the type of what the state holds from others
 */
record ChunkHeader(Content content, boolean continued, int group, String state, int kind, int type) {

    private static final int FORMAT = 2;
    private static final int DELTA_FLAG = 1;
    private static final int CONTINUED_FLAG = 2;

    enum Content {
        BASE,
        DELTA
    }

    void write(BinaryWriter out) {
        out.writeByte(FORMAT);
        out.writeByte((content == Content.DELTA ? DELTA_FLAG : 0) | (continued ? CONTINUED_FLAG : 0));
        out.writeVarInt(group);
        out.writeByte(kind);
        out.writeInt(type);
        byte[] name = state.getBytes(StandardCharsets.UTF_8);
        out.writeVarInt(name.length);
        out.writeBytes(name, 0, name.length);
    }

    static ChunkHeader read(BinaryReader in) {
        int format = in.readByte();
        if (format != FORMAT) {
            throw new CorruptDataException("format " + format + " of keyed state is not known, only " + FORMAT + " is");
        }
        int flags = in.readByte();
        if ((flags & ~(DELTA_FLAG | CONTINUED_FLAG)) != 0) {
            throw new CorruptDataException("flags " + flags + " of keyed state are not known");
        }
        int group = in.readVarInt();
        int kind = in.readByte();
        int type = in.readInt();
        byte[] name = new byte[in.readLength(1)];
        in.readBytes(name, 0, name.length);
        return new ChunkHeader(
                (flags & DELTA_FLAG) != 0 ? Content.DELTA : Content.BASE,
                (flags & CONTINUED_FLAG) != 0,
                group,
                new String(name, StandardCharsets.UTF_8),
                kind,
                type);
    }
}
