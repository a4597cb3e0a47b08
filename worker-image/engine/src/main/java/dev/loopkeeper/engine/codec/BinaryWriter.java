package dev.loopkeeper.engine.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing buffer of bytes, little-endian. Belongs to one thread. */
public final class BinaryWriter {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int position;

    public BinaryWriter(int initialCapacity) {
        bytes = new byte[Math.max(64, initialCapacity)];
    }

    public int position() {
        return position;
    }

    /** Forgets what was written behind a position, or makes room for a later {@link #putInt}. */
    public void position(int position) {
        reserve(Math.max(0, position - this.position));
        this.position = position;
    }

    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, position);
    }

    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, position);
    }

    public void clear() {
        position = 0;
    }

    public void writeByte(int value) {
        reserve(1);
        bytes[position++] = (byte) value;
    }

    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    public void writeInt(int value) {
        reserve(4);
        INT.set(bytes, position, value);
        position += 4;
    }

    public void putInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    public void writeLong(long value) {
        reserve(8);
        LONG.set(bytes, position, value);
        position += 8;
    }

    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    /** One to five bytes; small non-negative numbers are short. */
    public void writeVarInt(int value) {
        reserve(5);
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            bytes[position++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[position++] = (byte) rest;
    }

    /** One to ten bytes; small non-negative numbers are short. */
    public void writeVarLong(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[position++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[position++] = (byte) rest;
    }

    public void writeBytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, position, length);
        position += length;
    }

    /** Writes one byte for each character if all are Latin-1; otherwise writes nothing that counts and returns false. */
    boolean writeLatin1(String text) {
        int length = text.length();
        reserve(length);
        byte[] target = bytes;
        int at = position;
        int seen = 0;
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            seen |= next;
            target[at + i] = (byte) next;
        }
        if (seen > 0xFF) {
            return false;
        }
        position = at + length;
        return true;
    }

    /** Writes two bytes for each character. */
    void writeChars(String text) {
        int length = text.length();
        reserve(Math.multiplyExact(2, length));
        for (int i = 0; i < length; i++) {
            CHAR.set(bytes, position + 2 * i, text.charAt(i));
        }
        position += 2 * length;
    }

    /** Makes room for more bytes, so that the array can be written to directly behind the position. */
    public void reserve(int more) {
        if (bytes.length - position < more) {
            int needed = Math.addExact(position, more);
            bytes = Arrays.copyOf(bytes, (int)
                    Math.min(Integer.MAX_VALUE - 8, Math.max(needed, (long) bytes.length * 2)));
        }
    }
}
