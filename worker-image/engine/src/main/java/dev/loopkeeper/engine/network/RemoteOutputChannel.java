package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.BinaryWriter;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.exchange.WaitFlag;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.snapshot.Control;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The producer's end of a channel to another worker. Belongs to the slot's thread but for {@link #credited}. */
final class RemoteOutputChannel implements OutputChannel {

    /** Frames of at least so many bytes are written at once, smaller ones when the slot's step ends. */
    private static final int WRITTEN_AT_ONCE = 32 * 1024;

    private static final VarHandle SENT;

    static {
        try {
            SENT = MethodHandles.lookup().findVarHandle(RemoteOutputChannel.class, "sent", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final ChannelId id;
    private final int number;
    private final SlotSide slot;
    private final OutboundQueue queue;
    private final Codec<Object> codec;
    private final ExchangeLimits limits;
    private final WaitFlag waits;

    private long sequence;
    private boolean ended;
    private long sentHere;
    /** {@link #released} as last seen. */
    private long releasedSeen;

    /** {@link #sentHere} for the event loop to see. */
    private volatile long sent;
    /** How many batches the consumer has released; written by the event loop. */
    private volatile long released;

    RemoteOutputChannel(ChannelId id, int number, SlotSide slot, OutboundQueue queue, ExchangeLimits limits) {
        this.id = id;
        this.number = number;
        this.slot = slot;
        this.queue = queue;
        this.codec = slot.codec(id.edge());
        this.limits = limits;
        this.waits = new WaitFlag(slot.wake);
    }

    ChannelId id() {
        return id;
    }

    @Override
    public boolean writable() {
        if (sentHere - releasedSeen < limits.credits()) {
            return true;
        }
        releasedSeen = released;
        if (sentHere - releasedSeen < limits.credits()) {
            return true;
        }
        waits.announce();
        releasedSeen = released;
        return sentHere - releasedSeen < limits.credits();
    }

    @Override
    public Batch newBatch() {
        return slot.newBatch();
    }

    /** {@link ExchangeException} if the batch is too large for a frame. */
    @Override
    public void send(Batch batch) {
        requireOpen();
        BinaryWriter out = slot.scratch();
        out.writeVarInt(batch.count);
        out.writeVarInt(batch.weight);
        for (int index = 0; index < batch.count; index++) {
            codec.write(batch.records[index], out);
            if (out.position() > limits.maximumFrameBytes()) {
                throw new ExchangeException("channel " + id + ": a batch of " + (index + 1) + " of " + batch.count
                        + " records takes more than the " + limits.maximumFrameBytes()
                        + " bytes that a frame may have; emit smaller records or raise maximumFrameBytes");
            }
        }
        slot.recycle(batch);
        sentHere++;
        SENT.setRelease(this, sentHere);
        enqueue(FrameType.BATCH, out);
    }

    @Override
    public void send(Control control) {
        if (control instanceof Control.End) {
            requireOpen();
            ended = true;
        }
        BinaryWriter out = slot.scratch();
        ControlCodec.write(control, out);
        enqueue(ControlCodec.type(control), out);
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("channel " + id + " has ended, only barriers may follow");
        }
    }

    private void enqueue(FrameType type, BinaryWriter payload) {
        // After the connection is lost nothing is sent any more: the listener has failed the region, and a second error
        // would hide the first.
        if (queue.closed()) {
            return;
        }
        int length = payload.position();
        FrameBuffer frame = slot.frames.take(length);
        System.arraycopy(payload.array(), 0, frame.bytes, 0, length);
        frame.type = type;
        frame.channel = number;
        frame.sequence = sequence++;
        queue.add(frame);
        if (length >= WRITTEN_AT_ONCE) {
            queue.requestDrain();
        } else {
            slot.unflushed(queue);
        }
    }

    /** By the event loop: the consumer has released so many batches in all. */
    void credited(long total) {
        long before = released;
        // The same total may come twice: the consumer raised it while the frame before was being written.
        if (total < before || total > sent) {
            throw new ProtocolViolationException(
                    "channel " + id + ": credit for " + total + " batches after " + before + " of " + sent + " sent");
        }
        released = total;
        waits.signal();
    }
}
