package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** Codecs that fail when two threads use one at a time. */
final class TestCodecs {

    private TestCodecs() {}

    static Codec<Integer> integers() {
        return new Guarded<>(false) {
            @Override
            void encode(Integer value, BinaryWriter out) {
                out.writeInt(value);
            }

            @Override
            Integer decode(BinaryReader in) {
                return in.readInt();
            }
        };
    }

    static Codec<Long> longs() {
        return new Guarded<>(false) {
            @Override
            void encode(Long value, BinaryWriter out) {
                out.writeLong(value);
            }

            @Override
            Long decode(BinaryReader in) {
                return in.readLong();
            }
        };
    }

    static Codec<String> strings() {
        return new Guarded<>(false) {
            @Override
            void encode(String value, BinaryWriter out) {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                out.writeVarInt(bytes.length);
                out.writeBytes(bytes, 0, bytes.length);
            }

            @Override
            String decode(BinaryReader in) {
                byte[] bytes = new byte[in.readLength(1)];
                in.readBytes(bytes, 0, bytes.length);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }

    /** Arrays, which programs may change in place. */
    static Codec<int[]> arrays() {
        return new Guarded<>(true) {
            @Override
            void encode(int[] value, BinaryWriter out) {
                out.writeVarInt(value.length);
                for (int element : value) {
                    out.writeInt(element);
                }
            }

            @Override
            int[] decode(BinaryReader in) {
                int[] value = new int[in.readLength(4)];
                for (int index = 0; index < value.length; index++) {
                    value[index] = in.readInt();
                }
                return value;
            }
        };
    }

    private abstract static class Guarded<T> implements Codec<T> {

        private final boolean mutable;
        private final AtomicBoolean busy = new AtomicBoolean();

        Guarded(boolean mutable) {
            this.mutable = mutable;
        }

        abstract void encode(T value, BinaryWriter out);

        abstract T decode(BinaryReader in);

        @Override
        public final void write(T value, BinaryWriter out) {
            enter();
            encode(value, out);
            busy.set(false);
        }

        @Override
        public final T read(BinaryReader in) {
            enter();
            try {
                return decode(in);
            } finally {
                busy.set(false);
            }
        }

        private void enter() {
            if (!busy.compareAndSet(false, true)) {
                throw new IllegalStateException("a codec is used by two threads at a time");
            }
        }

        @Override
        public int weigh(T value) {
            return 16;
        }

        @Override
        public boolean mutable() {
            return mutable;
        }
    }
}
