package dev.loopkeeper.engine.codec;

import org.jspecify.annotations.Nullable;

/** Constants of an enum, by their place in it plus one; 0 is null. Their names stand in the signature. */
record EnumCodec(Class<?> type, Object[] constants) implements Codec<@Nullable Object> {

    EnumCodec(Class<?> type) {
        this(type, type.getEnumConstants());
    }

    @Override
    public void write(@Nullable Object value, BinaryWriter out) {
        out.writeVarInt(value == null ? 0 : ((Enum<?>) value).ordinal() + 1);
    }

    @Override
    @SuppressWarnings("NullAway") // Not null where the value written was not.
    public @Nullable Object read(BinaryReader in) {
        int index = in.readVarInt();
        if (index < 0 || index > constants.length) {
            throw new CorruptDataException(
                    "no constant " + index + " of " + ShapeParser.simpleName(type) + " before " + in.position());
        }
        return index == 0 ? null : constants[index - 1];
    }

    @Override
    public int weigh(@Nullable Object value) {
        return 0;
    }

    @Override
    public boolean mutable() {
        return false;
    }
}
