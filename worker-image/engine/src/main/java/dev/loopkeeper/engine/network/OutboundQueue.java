package dev.loopkeeper.engine.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What slot threads want written to a connection, and the writing of it. Slot threads add; the event loop copies into direct buffers, many
 * small frames into one, and has one group of buffers under way at a time: while the socket is full, what is to come gathers here in heap
 * arrays, bounded by credits, and not in Netty's buffers (R5). The next group begins when the kernel has taken the one before.
 */
final class OutboundQueue {

    private static final int CHUNK_BYTES = 64 * 1024;

    /** How much is handed to Netty before it is flushed. */
    private static final int GROUP_BYTES = 512 * 1024;

    /** After so many groups in one go other connections of the event loop have their turn. */
    private static final int GROUPS_IN_A_GO = 4;

    private final MpscUnboundedAtomicArrayQueue<Outbound> items = new MpscUnboundedAtomicArrayQueue<>(256);
    private final AtomicBoolean drainRequested = new AtomicBoolean();
    private volatile @Nullable Channel channel;
    private volatile boolean closed;

    /** Event loop's: the frame that is partly copied. */
    private @Nullable FrameBuffer current;

    private int copied;
    private boolean groupUnderWay;
    private boolean left;
    private int endsWritten;
    private final AtomicLong bytesWritten = new AtomicLong();

    /** By the event loop, once, when the handshake is done. */
    void attach(Channel newChannel) {
        channel = newChannel;
        requestDrain();
    }

    /** By any thread; to be followed by {@link #requestDrain}, soon. */
    void add(Outbound item) {
        items.offer(item);
    }

    /** By any thread: has the event loop write what was added. Cheap if it is going to anyway. */
    void requestDrain() {
        Channel attached = channel;
        if (attached != null && !drainRequested.get() && drainRequested.compareAndSet(false, true)) {
            try {
                attached.eventLoop().execute(this::drain);
            } catch (RejectedExecutionException closing) {
                // The process ends; there is nobody to write for.
                closed = true;
            }
        }
    }

    boolean closed() {
        return closed;
    }

    /** How many channels' ends were written; by the event loop. */
    int endsWritten() {
        return endsWritten;
    }

    /** Bytes handed to the connection so far; any thread. */
    long bytesWritten() {
        return bytesWritten.get();
    }

    /** By the event loop: nothing will be written any more. */
    void close() {
        closed = true;
        discard();
    }

    /** By the event loop. */
    void drain() {
        drainRequested.set(false);
        Channel attached = channel;
        if (closed || attached == null) {
            discard();
            return;
        }
        for (int group = 0; group < GROUPS_IN_A_GO; group++) {
            if (groupUnderWay || !writeGroup(attached)) {
                return;
            }
        }
        requestDrain();
    }

    /** Returns whether there was anything to write. */
    private boolean writeGroup(Channel attached) {
        ChannelFuture last = null;
        long bytes = 0;
        while (bytes < GROUP_BYTES) {
            ByteBuf chunk = nextChunk(attached.alloc());
            if (chunk == null) {
                break;
            }
            bytes += chunk.readableBytes();
            last = attached.write(chunk);
        }
        if (last == null) {
            return false;
        }
        bytesWritten.addAndGet(bytes);
        attached.flush();
        if (!last.isDone()) {
            groupUnderWay = true;
            last.addListener(done -> {
                groupUnderWay = false;
                requestDrain();
            });
        }
        return true;
    }

    private @Nullable ByteBuf nextChunk(ByteBufAllocator allocator) {
        ByteBuf chunk = null;
        try {
            while (chunk == null || chunk.writableBytes() >= FrameBuffer.HEADER_BYTES) {
                FrameBuffer frame = current;
                if (frame == null) {
                    Outbound item = left ? null : items.relaxedPoll();
                    if (item == null) {
                        break;
                    }
                    if (chunk == null) {
                        chunk = allocator.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
                    }
                    begin(item, chunk);
                } else {
                    if (chunk == null) {
                        chunk = allocator.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
                    }
                    int part = Math.min(frame.length - copied, chunk.writableBytes());
                    chunk.writeBytes(frame.bytes, copied, part);
                    copied += part;
                    if (copied == frame.length) {
                        current = null;
                        frame.release();
                    }
                }
            }
            return chunk;
        } catch (RuntimeException | Error failure) {
            if (chunk != null) {
                chunk.release();
            }
            throw failure;
        }
    }

    private void begin(Outbound item, ByteBuf chunk) {
        switch (item) {
            case FrameBuffer frame -> {
                writeHeader(chunk, frame.length, frame.type, frame.channel, frame.sequence);
                if (frame.type == FrameType.END) {
                    endsWritten++;
                }
                current = frame;
                copied = 0;
            }
            case Outbound.Credit credit -> writeHeader(chunk, 0, FrameType.CREDIT, credit.channel, credit.take());
            case Outbound.Leave leave -> {
                writeHeader(chunk, 0, FrameType.LEAVE, 0, leave.ended().getAsBoolean() ? 1 : 0);
                left = true;
            }
        }
    }

    private static void writeHeader(ByteBuf out, int length, FrameType type, int channel, long sequence) {
        out.writeIntLE(length);
        out.writeByte(type.code());
        out.writeIntLE(channel);
        out.writeLongLE(sequence);
    }

    private void discard() {
        FrameBuffer frame = current;
        if (frame != null) {
            current = null;
            frame.release();
        }
        Outbound item;
        while ((item = items.relaxedPoll()) != null) {
            if (item instanceof FrameBuffer unsent) {
                unsent.release();
            }
        }
    }
}
