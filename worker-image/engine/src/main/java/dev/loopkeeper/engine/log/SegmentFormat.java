package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;

/**
 * The bytes of a segment, the same on the local disk and as a chunk in the store:
 *
 * <pre>
 * byte     version, 1
 * byte     1 if a round mark follows the records, otherwise 0
 * varint   number of records
 * records  as their codec writes them, without anything between them
 * mark     varint loop, varint round, global and partial aggregates (each a varint and longs: 0 if there are none, otherwise
 *          their number and 1), varlong records fed back
 * </pre>
 *
 * Checksums are kept outside: in the chunk's name, in the slot of a spilled segment.
 */
final class SegmentFormat {

    private static final int VERSION = 1;
    private static final int NO_MARK = 0;
    private static final int MARK = 1;
    /** Records may take no bytes at all, so that the length does not bound their number. */
    private static final int MOST_RECORDS = 1 << 24;

    private SegmentFormat() {}

    /**
     * The entries of one segment.
     *
     * @param records in an array of exactly their number
     * @param mark behind them, or null
     */
    record Content(Object[] records, RoundMark mark) {}

    /** Writes records [from, to) of an array, and the mark behind them if it is not null. */
    @SuppressWarnings("unchecked")
    static <T> void write(Object[] records, int from, int to, RoundMark mark, Codec<T> codec, BinaryWriter out) {
        out.writeByte(VERSION);
        out.writeByte(mark == null ? NO_MARK : MARK);
        out.writeVarInt(to - from);
        for (int i = from; i < to; i++) {
            codec.write((T) records[i], out);
        }
        if (mark != null) {
            writeMark(mark, out);
        }
    }

    /**
     * Reads some entries, of which the mark is the last.
     *
     * @param skip how many to pass over
     * @param count how many to read behind them
     */
    static <T> Content read(byte[] bytes, int skip, int count, Codec<T> codec) {
        BinaryReader in = new BinaryReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new CorruptDataException("version " + version + " of a log segment is not known, only " + VERSION);
        }
        int kind = in.readByte();
        if (kind != NO_MARK && kind != MARK) {
            throw new CorruptDataException(
                    "a log segment ends with a round mark or without (1 or 0), not with " + kind);
        }
        int records = in.readVarInt();
        if (records < 0 || records > MOST_RECORDS) {
            throw new CorruptDataException(records + " records are more than a log segment can have");
        }
        if (skip < 0 || count < 0 || (long) skip + count > (long) records + kind) {
            throw new CorruptDataException("entries " + skip + " to " + ((long) skip + count)
                    + " are wanted of a log segment of " + ((long) records + kind));
        }
        int last = Math.min(records, skip + count);
        int kept = Math.max(0, last - skip);
        Object[] result = new Object[kept];
        for (int i = 0; i < records; i++) {
            T record = codec.read(in);
            if (i >= skip && i < last) {
                result[i - skip] = record;
            }
        }
        RoundMark mark = kind == MARK ? readMark(in) : null;
        if (in.remaining() != 0) {
            throw new CorruptDataException(in.remaining() + " bytes too many in a log segment of " + bytes.length);
        }
        return new Content(result, skip + count > records ? mark : null);
    }

    private static void writeMark(RoundMark mark, BinaryWriter out) {
        out.writeVarInt(mark.loop());
        out.writeVarInt(mark.round());
        writeLongs(mark.global(), out);
        writeLongs(mark.partial(), out);
        out.writeVarLong(mark.fedBack());
    }

    private static RoundMark readMark(BinaryReader in) {
        return new RoundMark(in.readVarInt(), in.readVarInt(), readLongs(in), readLongs(in), in.readVarLong());
    }

    private static void writeLongs(long[] values, BinaryWriter out) {
        if (values == null) {
            out.writeVarInt(0);
            return;
        }
        out.writeVarInt(values.length + 1);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    private static long[] readLongs(BinaryReader in) {
        int marker = in.readVarInt();
        if (marker == 0) {
            return null;
        }
        if (marker < 0 || (long) (marker - 1) * Long.BYTES > in.remaining()) {
            throw new CorruptDataException((marker - 1) + " aggregates go beyond the end of a log segment");
        }
        long[] values = new long[marker - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readLong();
        }
        return values;
    }
}
