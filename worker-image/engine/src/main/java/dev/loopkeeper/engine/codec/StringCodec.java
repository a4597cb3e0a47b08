package dev.loopkeeper.engine.codec;

import org.jspecify.annotations.Nullable;

/** Strings; see {@link Encoding#writeString}. */
record StringCodec() implements Codec<@Nullable String> {

    @Override
    public void write(@Nullable String value, BinaryWriter out) {
        Encoding.writeString(value, out);
    }

    @Override
    @SuppressWarnings("NullAway") // Not null where the value written was not.
    public @Nullable String read(BinaryReader in) {
        return Encoding.readString(in);
    }

    @Override
    public int weigh(@Nullable String value) {
        return Encoding.weigh(value);
    }

    @Override
    public boolean mutable() {
        return false;
    }
}
