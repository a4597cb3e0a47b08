package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;

/** A small record, as programs have them. */
record Hop(long key, int left) {

    static final class HopCodec implements Codec<Hop> {

        @Override
        public void write(Hop value, BinaryWriter out) {
            out.writeVarLong(value.key);
            out.writeVarInt(value.left);
        }

        @Override
        public Hop read(BinaryReader in) {
            return new Hop(in.readVarLong(), in.readVarInt());
        }

        @Override
        public int weigh(Hop value) {
            return 32;
        }

        @Override
        public boolean mutable() {
            return false;
        }
    }
}
