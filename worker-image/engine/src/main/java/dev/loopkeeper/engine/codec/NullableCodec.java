package dev.loopkeeper.engine.codec;

import org.jspecify.annotations.Nullable;

/** One byte that says whether there is a value, and the value. A record, because the JIT trusts the fields of records to be constant. */
@SuppressWarnings({"rawtypes", "unchecked"})
record NullableCodec(Codec inner) implements Codec<@Nullable Object> {

    @Override
    public void write(@Nullable Object value, BinaryWriter out) {
        if (value == null) {
            out.writeByte(0);
        } else {
            out.writeByte(1);
            inner.write(value, out);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Not null where the value written was not.
    public @Nullable Object read(BinaryReader in) {
        return switch (in.readByte()) {
            case 0 -> null;
            case 1 -> inner.read(in);
            default -> throw new CorruptDataException("neither a value nor none before " + in.position());
        };
    }

    @Override
    public int weigh(@Nullable Object value) {
        return value == null ? 0 : inner.weigh(value);
    }

    @Override
    public boolean mutable() {
        return inner.mutable();
    }
}
