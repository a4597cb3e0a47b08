package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.codec.BinaryReader;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.WaitFlag;
import dev.loopkeeper.engine.plan.ChannelId;
import java.util.Queue;
import org.jctools.queues.atomic.SpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/** The consumer's end of a channel from another worker. Belongs to the slot's thread but for {@link #arrived}. */
final class RemoteInputChannel implements InputChannel {

    private final ChannelId id;
    private final SlotSide slot;
    private final OutboundQueue backward;
    private final Codec<Object> codec;
    private final int grantInterval;
    private final Outbound.Credit credit;
    private final WaitFlag waits;
    private final Queue<FrameBuffer> arrived;

    /** Event loop's: the number that the next frame must have (R4). */
    private long expected;

    private boolean endArrived;

    /** Slot's: batches released, and how many of them the producer was told of. */
    private long released;

    private long granted;

    RemoteInputChannel(ChannelId id, int number, SlotSide slot, OutboundQueue backward, ExchangeLimits limits) {
        this.id = id;
        this.slot = slot;
        this.backward = backward;
        this.codec = slot.codec(id.edge());
        // A quarter at a time: fewer frames, and a producer that never finds less than three quarters of its credits.
        this.grantInterval = Math.max(1, limits.credits() / 4);
        this.credit = new Outbound.Credit(number);
        this.waits = new WaitFlag(slot.wake);
        this.arrived = new SpscUnboundedAtomicArrayQueue<>(2 * Math.min(limits.credits(), 64) + 8);
    }

    ChannelId id() {
        return id;
    }

    /** By the event loop: a frame of this channel. Returns whether it was the end. */
    boolean arrived(FrameBuffer frame) {
        if (frame.sequence != expected) {
            throw new ProtocolViolationException(
                    "channel " + id + ": frame " + frame.sequence + " came where " + expected + " was expected");
        }
        expected++;
        boolean end = frame.type == FrameType.END;
        if (endArrived && (end || frame.type == FrameType.BATCH)) {
            throw new ProtocolViolationException(
                    "channel " + id + ": a frame of type " + frame.type + " behind the end");
        }
        endArrived |= end;
        arrived.offer(frame);
        waits.signal();
        return end;
    }

    /** {@link CorruptDataException} if what came is not what the edge's codec writes. */
    @Override
    public @Nullable Object poll() {
        FrameBuffer frame = arrived.poll();
        if (frame == null) {
            waits.announce();
            frame = arrived.poll();
            if (frame == null) {
                return null;
            }
        }
        try {
            BinaryReader in = slot.reader;
            in.reset(frame.bytes, 0, frame.length);
            Object item = frame.type == FrameType.BATCH ? readBatch(in) : ControlCodec.read(frame.type, in);
            if (in.remaining() != 0) {
                throw new CorruptDataException(in.remaining() + " bytes are left of a frame of type " + frame.type);
            }
            return item;
        } catch (CorruptDataException corrupt) {
            throw new CorruptDataException("channel " + id + ": " + corrupt.getMessage());
        } finally {
            frame.release();
        }
    }

    private Batch readBatch(BinaryReader in) {
        int count = in.readVarInt();
        if (count < 0 || count > Batch.CAPACITY) {
            throw new CorruptDataException("a batch of " + count + " records");
        }
        Batch batch = slot.newBatch();
        batch.weight = in.readVarInt();
        while (batch.count < count) {
            batch.records[batch.count] = codec.read(in);
            batch.count++;
        }
        return batch;
    }

    @Override
    public void release(Batch batch) {
        slot.recycle(batch);
        released++;
        if (released - granted >= grantInterval) {
            granted = released;
            if (credit.raise(released) && !backward.closed()) {
                backward.add(credit);
                slot.unflushed(backward);
            }
        }
    }
}
