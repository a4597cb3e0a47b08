package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import java.nio.charset.StandardCharsets;

/** Codecs of a few types, without state. */
final class TestCodecs {

    private TestCodecs() {}

    static Codec<Integer> integers() {
        return new TestCodec<>(false) {
            @Override
            public void write(Integer value, BinaryWriter out) {
                out.writeInt(value);
            }

            @Override
            public Integer read(BinaryReader in) {
                return in.readInt();
            }
        };
    }

    static Codec<Long> longs() {
        return new TestCodec<>(false) {
            @Override
            public void write(Long value, BinaryWriter out) {
                out.writeLong(value);
            }

            @Override
            public Long read(BinaryReader in) {
                return in.readLong();
            }
        };
    }

    static Codec<String> strings() {
        return new TestCodec<>(false) {
            @Override
            public void write(String value, BinaryWriter out) {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                out.writeVarInt(bytes.length);
                out.writeBytes(bytes, 0, bytes.length);
            }

            @Override
            public String read(BinaryReader in) {
                byte[] bytes = new byte[in.readLength(1)];
                in.readBytes(bytes, 0, bytes.length);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }

    /** Arrays, which programs may change in place. */
    static Codec<int[]> arrays() {
        return new TestCodec<>(true) {
            @Override
            public void write(int[] value, BinaryWriter out) {
                out.writeVarInt(value.length);
                for (int element : value) {
                    out.writeInt(element);
                }
            }

            @Override
            public int[] read(BinaryReader in) {
                int[] value = new int[in.readLength(4)];
                for (int index = 0; index < value.length; index++) {
                    value[index] = in.readInt();
                }
                return value;
            }
        };
    }

    private abstract static class TestCodec<T> implements Codec<T> {

        private final boolean mutable;

        TestCodec(boolean mutable) {
            this.mutable = mutable;
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
