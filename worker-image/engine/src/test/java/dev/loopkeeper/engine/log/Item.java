package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import java.nio.charset.StandardCharsets;

/** A record of varying size. */
record Item(long number, String text) {

    /** An item whose text follows from its number, up to {@code longest} characters. */
    static Item of(long number, int longest) {
        return new Item(number, "x".repeat((int) (number * 31 % (longest + 1))));
    }

    static Codec<Object> codec() {
        return new Codec<>() {
            @Override
            public void write(Object value, BinaryWriter out) {
                Item item = (Item) value;
                byte[] text = item.text.getBytes(StandardCharsets.UTF_8);
                out.writeVarLong(item.number);
                out.writeVarInt(text.length);
                out.writeBytes(text, 0, text.length);
            }

            @Override
            public Object read(BinaryReader in) {
                long number = in.readVarLong();
                byte[] text = new byte[in.readLength(1)];
                in.readBytes(text, 0, text.length);
                return new Item(number, new String(text, StandardCharsets.UTF_8));
            }

            @Override
            public int weigh(Object value) {
                return 24 + ((Item) value).text.length();
            }

            @Override
            public boolean mutable() {
                return false;
            }
        };
    }
}
