package dev.loopkeeper.engine.codec;

/** Boxed primitives that are not null. */
sealed interface BoxedCodec<T> extends Codec<T> {

    /** A box with its header, roughly. */
    int BOX_WEIGHT = 16;

    @Override
    default int weigh(T value) {
        return BOX_WEIGHT;
    }

    @Override
    default boolean mutable() {
        return false;
    }

    static Codec<?> of(Class<?> primitive) {
        return switch (primitive.getName()) {
            case "boolean" -> new OfBoolean();
            case "byte" -> new OfByte();
            case "short" -> new OfShort();
            case "char" -> new OfCharacter();
            case "int" -> new OfInteger();
            case "long" -> new OfLong();
            case "float" -> new OfFloat();
            case "double" -> new OfDouble();
            default -> throw new IllegalArgumentException(primitive.getName());
        };
    }

    record OfBoolean() implements BoxedCodec<Boolean> {

        @Override
        public void write(Boolean value, BinaryWriter out) {
            Encoding.write(value.booleanValue(), out);
        }

        @Override
        public Boolean read(BinaryReader in) {
            return Encoding.readBoolean(in);
        }
    }

    record OfByte() implements BoxedCodec<Byte> {

        @Override
        public void write(Byte value, BinaryWriter out) {
            Encoding.write(value.byteValue(), out);
        }

        @Override
        public Byte read(BinaryReader in) {
            return Encoding.readByte(in);
        }
    }

    record OfShort() implements BoxedCodec<Short> {

        @Override
        public void write(Short value, BinaryWriter out) {
            Encoding.write(value.shortValue(), out);
        }

        @Override
        public Short read(BinaryReader in) {
            return Encoding.readShort(in);
        }
    }

    record OfCharacter() implements BoxedCodec<Character> {

        @Override
        public void write(Character value, BinaryWriter out) {
            Encoding.write(value.charValue(), out);
        }

        @Override
        public Character read(BinaryReader in) {
            return Encoding.readChar(in);
        }
    }

    record OfInteger() implements BoxedCodec<Integer> {

        @Override
        public void write(Integer value, BinaryWriter out) {
            Encoding.write(value.intValue(), out);
        }

        @Override
        public Integer read(BinaryReader in) {
            return Encoding.readInt(in);
        }
    }

    record OfLong() implements BoxedCodec<Long> {

        @Override
        public void write(Long value, BinaryWriter out) {
            Encoding.write(value.longValue(), out);
        }

        @Override
        public Long read(BinaryReader in) {
            return Encoding.readLong(in);
        }
    }

    record OfFloat() implements BoxedCodec<Float> {

        @Override
        public void write(Float value, BinaryWriter out) {
            Encoding.write(value.floatValue(), out);
        }

        @Override
        public Float read(BinaryReader in) {
            return Encoding.readFloat(in);
        }
    }

    record OfDouble() implements BoxedCodec<Double> {

        @Override
        public void write(Double value, BinaryWriter out) {
            Encoding.write(value.doubleValue(), out);
        }

        @Override
        public Double read(BinaryReader in) {
            return Encoding.readDouble(in);
        }
    }
}
