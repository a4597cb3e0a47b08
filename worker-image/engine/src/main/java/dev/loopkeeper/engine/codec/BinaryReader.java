package dev.loopkeeper.engine.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads what {@link BinaryWriter} wrote. Whatever does not fit is a {@link CorruptDataException}. Belongs to one thread. */
public final class BinaryReader {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int position;
    private int limit;

    public BinaryReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public BinaryReader(byte[] bytes, int offset, int length) {
        reset(bytes, offset, length);
    }

    public void reset(byte[] newBytes, int offset, int length) {
        bytes = newBytes;
        position = offset;
        limit = offset + length;
    }

    public byte[] array() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public void position(int newPosition) {
        if (newPosition < 0 || newPosition > limit) {
            throw new CorruptDataException("position " + newPosition + " is outside of " + limit + " bytes");
        }
        position = newPosition;
    }

    public int remaining() {
        return limit - position;
    }

    public byte readByte() {
        return bytes[take(1)];
    }

    public boolean readBoolean() {
        return readByte() != 0;
    }

    public int readInt() {
        return (int) INT.get(bytes, take(4));
    }

    public long readLong() {
        return (long) LONG.get(bytes, take(8));
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    public int readVarInt() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptDataException("a number of more than 5 bytes at " + position);
    }

    public long readVarLong() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptDataException("a number of more than 10 bytes at " + position);
    }

    /** A length that must fit into what is left, each element taking at least {@code elementBytes}. */
    public int readLength(int elementBytes) {
        int length = readVarInt();
        if (length < 0 || (long) length * elementBytes > remaining()) {
            throw new CorruptDataException("length " + length + " at " + position + " goes beyond the end");
        }
        return length;
    }

    public void readBytes(byte[] target, int offset, int length) {
        System.arraycopy(bytes, take(length), target, offset, length);
    }

    public void skip(int length) {
        take(length);
    }

    /** Characters of two bytes each; the caller has made sure that they are there. */
    char[] readChars(int length) {
        int at = take(2 * length);
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) CHAR.get(bytes, at + 2 * i);
        }
        return chars;
    }

    /** Moves over bytes and returns where they begin. */
    int take(int length) {
        int at = position;
        if (length < 0 || length > limit - at) {
            throw new CorruptDataException(length + " bytes wanted at " + at + ", " + (limit - at) + " left");
        }
        position = at + length;
        return at;
    }
}
