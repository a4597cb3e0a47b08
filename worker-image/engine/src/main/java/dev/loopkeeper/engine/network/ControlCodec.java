package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.Control;
import dev.loopkeeper.engine.snapshot.SnapshotId;

/** Control records in bytes. */
final class ControlCodec {

    private ControlCodec() {}

    static FrameType type(Control control) {
        return switch (control) {
            case Control.Barrier barrier -> FrameType.BARRIER;
            case Control.RoundMark mark -> FrameType.ROUND_MARK;
            case Control.End end -> FrameType.END;
        };
    }

    static void write(Control control, BinaryWriter out) {
        switch (control) {
            case Control.Barrier barrier -> {
                out.writeInt(barrier.attempt());
                writeSnapshot(barrier.snapshot(), out);
                writeSnapshot(barrier.committed(), out);
                out.writeBoolean(barrier.stop());
            }
            case Control.RoundMark mark -> {
                out.writeInt(mark.loop());
                out.writeInt(mark.round());
                writeBits(mark.global(), out);
                writeBits(mark.partial(), out);
                out.writeLong(mark.fedBack());
            }
            case Control.End end -> {}
        }
    }

    static Control read(FrameType type, BinaryReader in) {
        return switch (type) {
            case BARRIER -> new Control.Barrier(in.readInt(), readSnapshot(in), readSnapshot(in), in.readBoolean());
            case ROUND_MARK ->
                new Control.RoundMark(in.readInt(), in.readInt(), readBits(in), readBits(in), in.readLong());
            case END -> new Control.End();
            default -> throw new CorruptDataException("a frame of type " + type + " is no control record");
        };
    }

    private static void writeSnapshot(SnapshotId snapshot, BinaryWriter out) {
        out.writeLong(snapshot.claim());
        out.writeLong(snapshot.counter());
    }

    private static SnapshotId readSnapshot(BinaryReader in) {
        return new SnapshotId(in.readLong(), in.readLong());
    }

    private static void writeBits(long[] bits, BinaryWriter out) {
        out.writeVarInt(bits.length);
        for (long value : bits) {
            out.writeLong(value);
        }
    }

    private static long[] readBits(BinaryReader in) {
        long[] bits = new long[in.readLength(Long.BYTES)];
        for (int index = 0; index < bits.length; index++) {
            bits[index] = in.readLong();
        }
        return bits;
    }
}
