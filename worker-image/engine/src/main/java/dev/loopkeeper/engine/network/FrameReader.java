package dev.loopkeeper.engine.network;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames. Payloads go into arrays of their own size, not slices of what was read, so that a small frame that
 * waits for its consumer does not hold a large buffer (R5). Belongs to the connection's event loop.
 */
final class FrameReader {

    /** Takes frames in the order in which they came. */
    interface Sink {

        /** A frame of a channel; to be released by who reads its payload. */
        void inChannel(FrameBuffer frame);

        void credit(int channel, long released);

        void leave(boolean ended);
    }

    private final FramePool pool;
    private final int maximumFrameBytes;
    private final byte[] header = new byte[FrameBuffer.HEADER_BYTES];
    private final ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    private int headerFilled;
    private @Nullable FrameBuffer frame;
    private int filled;

    FrameReader(FramePool pool, int maximumFrameBytes) {
        this.pool = pool;
        this.maximumFrameBytes = maximumFrameBytes;
    }

    /** Takes all bytes there are. {@link ProtocolViolationException} if they are no frames: the reader is of no use from then on. */
    void read(ByteBuf in, Sink sink) {
        while (in.isReadable()) {
            if (frame == null) {
                int wanted = Math.min(header.length - headerFilled, in.readableBytes());
                in.readBytes(header, headerFilled, wanted);
                headerFilled += wanted;
                if (headerFilled < header.length) {
                    return;
                }
                headerFilled = 0;
                begin(sink);
            } else {
                int wanted = Math.min(frame.length - filled, in.readableBytes());
                in.readBytes(frame.bytes, filled, wanted);
                filled += wanted;
            }
            FrameBuffer current = frame;
            if (current != null && filled == current.length) {
                frame = null;
                sink.inChannel(current);
            }
        }
    }

    private void begin(Sink sink) {
        int length = fields.getInt(0);
        FrameType type = FrameType.of(fields.get(4));
        int channel = fields.getInt(5);
        long sequence = fields.getLong(9);
        if (type.inChannel()) {
            if (length < 0 || length > maximumFrameBytes) {
                throw new ProtocolViolationException(
                        "a frame of " + length + " bytes, the limit is " + maximumFrameBytes + " (maximumFrameBytes)");
            }
            FrameBuffer begun = pool.take(length);
            begun.type = type;
            begun.channel = channel;
            begun.sequence = sequence;
            frame = begun;
            filled = 0;
        } else if (length != 0) {
            throw new ProtocolViolationException("a frame of type " + type + " with " + length + " bytes too many");
        } else if (type == FrameType.CREDIT) {
            sink.credit(channel, sequence);
        } else {
            sink.leave(sequence == 1);
        }
    }
}
