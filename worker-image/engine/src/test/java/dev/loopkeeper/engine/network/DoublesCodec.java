package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Chunks of doubles, copied in bulk. */
final class DoublesCodec implements Codec<double[]> {

    @Override
    public void write(double[] value, BinaryWriter out) {
        out.writeVarInt(value.length);
        int bytes = value.length * Double.BYTES;
        out.reserve(bytes);
        int at = out.position();
        ByteBuffer.wrap(out.array(), at, bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .put(value);
        out.position(at + bytes);
    }

    @Override
    public double[] read(BinaryReader in) {
        double[] value = new double[in.readLength(Double.BYTES)];
        int at = in.position();
        in.skip(value.length * Double.BYTES);
        ByteBuffer.wrap(in.array(), at, value.length * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(value);
        return value;
    }

    @Override
    public int weigh(double[] value) {
        return 16 + value.length * Double.BYTES;
    }

    @Override
    public boolean mutable() {
        return true;
    }
}
