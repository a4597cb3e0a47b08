package dev.loopkeeper.engine.codec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How primitives and strings stand in bytes. Public only because the codecs generated for a program's records live in the packages of those
 * records and call it.
 *
 * <p>Whole numbers from {@code short} on are zigzag varints: small ones of either sign are short. Floating-point numbers keep their bits.
 */
public final class Encoding {

    /** What a string costs in memory beside its characters, roughly. */
    private static final int STRING_WEIGHT = 40;

    private static final int MAX_STRING = (1 << 30) - 1;

    private Encoding() {}

    public static void write(boolean value, BinaryWriter out) {
        out.writeByte(value ? 1 : 0);
    }

    public static void write(byte value, BinaryWriter out) {
        out.writeByte(value);
    }

    public static void write(short value, BinaryWriter out) {
        write((int) value, out);
    }

    public static void write(char value, BinaryWriter out) {
        out.writeVarInt(value);
    }

    public static void write(int value, BinaryWriter out) {
        out.writeVarInt(value << 1 ^ value >> 31);
    }

    public static void write(long value, BinaryWriter out) {
        out.writeVarLong(value << 1 ^ value >> 63);
    }

    public static void write(float value, BinaryWriter out) {
        out.writeInt(Float.floatToRawIntBits(value));
    }

    public static void write(double value, BinaryWriter out) {
        out.writeDouble(value);
    }

    public static boolean readBoolean(BinaryReader in) {
        return switch (in.readByte()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new CorruptDataException("neither true nor false before " + in.position());
        };
    }

    public static byte readByte(BinaryReader in) {
        return in.readByte();
    }

    public static short readShort(BinaryReader in) {
        int value = readInt(in);
        if (value != (short) value) {
            throw new CorruptDataException(value + " before " + in.position() + " is no short");
        }
        return (short) value;
    }

    public static char readChar(BinaryReader in) {
        int value = in.readVarInt();
        if (value != (char) value) {
            throw new CorruptDataException(value + " before " + in.position() + " is no character");
        }
        return (char) value;
    }

    public static int readInt(BinaryReader in) {
        int value = in.readVarInt();
        return value >>> 1 ^ -(value & 1);
    }

    public static long readLong(BinaryReader in) {
        long value = in.readVarLong();
        return value >>> 1 ^ -(value & 1);
    }

    public static float readFloat(BinaryReader in) {
        return Float.intBitsToFloat(in.readInt());
    }

    public static double readDouble(BinaryReader in) {
        return in.readDouble();
    }

    /**
     * A header of {@code (length << 1 | wide) + 1}, or 0 for null; then one byte for each character, or two if any is beyond Latin-1. Lone
     * surrogates survive.
     */
    public static void writeString(@Nullable String value, BinaryWriter out) {
        if (value == null) {
            out.writeByte(0);
            return;
        }
        int length = value.length();
        if (length > MAX_STRING) {
            throw new IllegalArgumentException(
                    "a string of " + length + " characters is too long, the limit is " + MAX_STRING);
        }
        int start = out.position();
        out.writeVarInt((length << 1) + 1);
        if (!out.writeLatin1(value)) {
            out.position(start);
            out.writeVarInt((length << 1 | 1) + 1);
            out.writeChars(value);
        }
    }

    public static @Nullable String readString(BinaryReader in) {
        int header = in.readVarInt();
        if (header == 0) {
            return null;
        }
        int length = header - 1 >>> 1;
        if ((header - 1 & 1) == 0) {
            int from = in.take(length);
            return new String(in.array(), from, length, StandardCharsets.ISO_8859_1);
        }
        if (length > in.remaining() / 2) {
            throw new CorruptDataException(
                    "a string of " + length + " characters at " + in.position() + " goes beyond the end");
        }
        return new String(in.readChars(length));
    }

    public static int weigh(@Nullable String value) {
        return value == null ? 0 : STRING_WEIGHT + value.length();
    }

    /** What a record's constructor threw when it was given what the bytes say: they are not a record that it accepts. */
    public static CorruptDataException refused(RuntimeException cause) {
        return new CorruptDataException("a record does not accept what was read: " + cause, cause);
    }
}
