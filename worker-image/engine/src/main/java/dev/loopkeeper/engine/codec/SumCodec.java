package dev.loopkeeper.engine.codec;

import org.jspecify.annotations.Nullable;

/** One of several types: its number plus one, or 0 for null, then the value. */
@SuppressWarnings({"rawtypes", "unchecked"})
record SumCodec(Class<?> type, Class<?>[] types, Codec[] codecs) implements Codec<@Nullable Object> {

    @Override
    public void write(@Nullable Object value, BinaryWriter out) {
        if (value == null) {
            out.writeByte(0);
            return;
        }
        int index = index(value);
        out.writeVarInt(index + 1);
        codecs[index].write(value, out);
    }

    @Override
    @SuppressWarnings("NullAway") // Not null where the value written was not.
    public @Nullable Object read(BinaryReader in) {
        int index = in.readVarInt();
        if (index < 0 || index > types.length) {
            throw new CorruptDataException(
                    "no alternative " + index + " of " + ShapeParser.simpleName(type) + " before " + in.position());
        }
        return index == 0 ? null : codecs[index - 1].read(in);
    }

    @Override
    public int weigh(@Nullable Object value) {
        return value == null ? 0 : codecs[index(value)].weigh(value);
    }

    @Override
    public boolean mutable() {
        for (Codec codec : codecs) {
            if (codec.mutable()) {
                return true;
            }
        }
        return false;
    }

    private int index(Object value) {
        // The constants of an enum may have classes of their own.
        Class<?> actual = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        for (int i = 0; i < types.length; i++) {
            if (types[i] == actual) {
                return i;
            }
        }
        throw new IllegalArgumentException(actual.getName() + " is no alternative of " + type.getName());
    }
}
