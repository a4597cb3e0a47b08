package dev.loopkeeper.engine.codec;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of primitives: a header of {@code length + 1}, or 0 for null; then the elements as they stand in memory of a little-endian machine,
 * copied as a block.
 *
 * @param <A> the array's type
 */
abstract class PrimitiveArrayCodec<A> implements Codec<@Nullable A> {

    private static final int HEADER_WEIGHT = 16;

    private final int elementBytes;

    private PrimitiveArrayCodec(int elementBytes) {
        this.elementBytes = elementBytes;
    }

    static Codec<?> of(Class<?> component) {
        return switch (component.getName()) {
            case "boolean" -> new OfBoolean();
            case "byte" -> new OfByte();
            case "short" -> new OfShort();
            case "char" -> new OfCharacter();
            case "int" -> new OfInteger();
            case "long" -> new OfLong();
            case "float" -> new OfFloat();
            case "double" -> new OfDouble();
            default -> throw new IllegalArgumentException(component.getName());
        };
    }

    /** Copies all elements to a buffer that has room for them. */
    abstract void put(A array, ByteBuffer target);

    /** Copies elements from a buffer that has them. */
    abstract A get(int length, ByteBuffer source);

    @Override
    public final void write(@Nullable A value, BinaryWriter out) {
        if (value == null) {
            out.writeByte(0);
            return;
        }
        int length = Array.getLength(value);
        int size = Math.multiplyExact(length, elementBytes);
        out.writeVarInt(length + 1);
        int at = out.position();
        out.position(Math.addExact(at, size));
        put(value, ByteBuffer.wrap(out.array(), at, size).order(ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    @SuppressWarnings("NullAway") // Not null where the value written was not.
    public final @Nullable A read(BinaryReader in) {
        int header = in.readVarInt();
        if (header == 0) {
            return null;
        }
        int length = header - 1;
        if (length < 0 || length > in.remaining() / elementBytes) {
            throw new CorruptDataException("an array of " + Integer.toUnsignedString(length) + " elements at "
                    + in.position() + " goes beyond the end");
        }
        int size = length * elementBytes;
        int at = in.take(size);
        return get(length, ByteBuffer.wrap(in.array(), at, size).order(ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public final int weigh(@Nullable A value) {
        return value == null
                ? 0
                : (int) Math.min(Integer.MAX_VALUE, HEADER_WEIGHT + (long) Array.getLength(value) * elementBytes);
    }

    @Override
    public final boolean mutable() {
        return true;
    }

    private static final class OfBoolean extends PrimitiveArrayCodec<boolean[]> {

        OfBoolean() {
            super(Byte.BYTES);
        }

        @Override
        void put(boolean[] array, ByteBuffer target) {
            for (boolean element : array) {
                target.put((byte) (element ? 1 : 0));
            }
        }

        @Override
        boolean[] get(int length, ByteBuffer source) {
            boolean[] array = new boolean[length];
            for (int i = 0; i < length; i++) {
                byte element = source.get();
                if (element != 0 && element != 1) {
                    throw new CorruptDataException("neither true nor false in an array");
                }
                array[i] = element == 1;
            }
            return array;
        }
    }

    private static final class OfByte extends PrimitiveArrayCodec<byte[]> {

        OfByte() {
            super(Byte.BYTES);
        }

        @Override
        void put(byte[] array, ByteBuffer target) {
            target.put(array);
        }

        @Override
        byte[] get(int length, ByteBuffer source) {
            byte[] array = new byte[length];
            source.get(array);
            return array;
        }
    }

    private static final class OfShort extends PrimitiveArrayCodec<short[]> {

        OfShort() {
            super(Short.BYTES);
        }

        @Override
        void put(short[] array, ByteBuffer target) {
            target.asShortBuffer().put(array);
        }

        @Override
        short[] get(int length, ByteBuffer source) {
            short[] array = new short[length];
            source.asShortBuffer().get(array);
            return array;
        }
    }

    private static final class OfCharacter extends PrimitiveArrayCodec<char[]> {

        OfCharacter() {
            super(Character.BYTES);
        }

        @Override
        void put(char[] array, ByteBuffer target) {
            target.asCharBuffer().put(array);
        }

        @Override
        char[] get(int length, ByteBuffer source) {
            char[] array = new char[length];
            source.asCharBuffer().get(array);
            return array;
        }
    }

    private static final class OfInteger extends PrimitiveArrayCodec<int[]> {

        OfInteger() {
            super(Integer.BYTES);
        }

        @Override
        void put(int[] array, ByteBuffer target) {
            target.asIntBuffer().put(array);
        }

        @Override
        int[] get(int length, ByteBuffer source) {
            int[] array = new int[length];
            source.asIntBuffer().get(array);
            return array;
        }
    }

    private static final class OfLong extends PrimitiveArrayCodec<long[]> {

        OfLong() {
            super(Long.BYTES);
        }

        @Override
        void put(long[] array, ByteBuffer target) {
            target.asLongBuffer().put(array);
        }

        @Override
        long[] get(int length, ByteBuffer source) {
            long[] array = new long[length];
            source.asLongBuffer().get(array);
            return array;
        }
    }

    private static final class OfFloat extends PrimitiveArrayCodec<float[]> {

        OfFloat() {
            super(Float.BYTES);
        }

        @Override
        void put(float[] array, ByteBuffer target) {
            target.asFloatBuffer().put(array);
        }

        @Override
        float[] get(int length, ByteBuffer source) {
            float[] array = new float[length];
            source.asFloatBuffer().get(array);
            return array;
        }
    }

    private static final class OfDouble extends PrimitiveArrayCodec<double[]> {

        OfDouble() {
            super(Double.BYTES);
        }

        @Override
        void put(double[] array, ByteBuffer target) {
            target.asDoubleBuffer().put(array);
        }

        @Override
        double[] get(int length, ByteBuffer source) {
            double[] array = new double[length];
            source.asDoubleBuffer().get(array);
            return array;
        }
    }
}
