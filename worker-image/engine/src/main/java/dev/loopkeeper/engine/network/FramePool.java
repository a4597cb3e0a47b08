package dev.loopkeeper.engine.network;

import java.util.ArrayDeque;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Frames for reuse, by size. One thread takes, any thread gives back. What would exceed the bound is left to the garbage collector, so
 * forgetting to give a frame back costs an allocation and leaks nothing.
 */
final class FramePool {

    /** 256 bytes. */
    private static final int SMALLEST_EXPONENT = 8;

    /** Four sizes for each power of two, so that at most a quarter of an array is unused; up to 1 GiB. */
    private static final int CLASSES = (30 - SMALLEST_EXPONENT) * 4 + 1;

    private static final int RETURN_SLOTS = 1024;

    private final long retainedLimit;
    private final MpscAtomicArrayQueue<FrameBuffer> returned = new MpscAtomicArrayQueue<>(RETURN_SLOTS);
    private final @Nullable ArrayDeque<FrameBuffer>[] free;
    private long retained;

    /** @param retainedLimit how many bytes of unused frames are kept */
    @SuppressWarnings({"unchecked", "rawtypes"})
    FramePool(long retainedLimit) {
        this.retainedLimit = retainedLimit;
        this.free = new ArrayDeque[CLASSES];
    }

    /** A frame with room for a payload of this length; {@link FrameBuffer#length} is set. By the owner. */
    FrameBuffer take(int length) {
        sortReturned();
        int sizeClass = sizeClass(length);
        ArrayDeque<FrameBuffer> candidates = free[sizeClass];
        FrameBuffer frame = candidates == null ? null : candidates.pollFirst();
        if (frame == null) {
            frame = new FrameBuffer(new byte[size(sizeClass)], this);
        } else {
            retained -= frame.bytes.length;
        }
        frame.length = length;
        return frame;
    }

    /** By any thread. */
    void giveBack(FrameBuffer frame) {
        // Larger ones than the whole pool may keep are not worth a place in the queue.
        if (frame.bytes.length <= retainedLimit) {
            returned.offer(frame);
        }
    }

    /** How many bytes of unused frames are kept; by the owner. */
    long retained() {
        sortReturned();
        return retained;
    }

    private void sortReturned() {
        FrameBuffer frame;
        while ((frame = returned.relaxedPoll()) != null) {
            if (retained + frame.bytes.length <= retainedLimit) {
                int sizeClass = sizeClass(frame.bytes.length);
                ArrayDeque<FrameBuffer> candidates = free[sizeClass];
                if (candidates == null) {
                    candidates = new ArrayDeque<>();
                    free[sizeClass] = candidates;
                }
                candidates.addFirst(frame);
                retained += frame.bytes.length;
            }
        }
    }

    /** The class whose arrays are the smallest with room for this length. */
    static int sizeClass(int length) {
        if (length <= 1 << SMALLEST_EXPONENT) {
            return 0;
        }
        int last = length - 1;
        int exponent = 31 - Integer.numberOfLeadingZeros(last);
        int quarter = last >> (exponent - 2) & 3;
        return (exponent - SMALLEST_EXPONENT) * 4 + quarter + 1;
    }

    static int size(int sizeClass) {
        if (sizeClass == 0) {
            return 1 << SMALLEST_EXPONENT;
        }
        int exponent = SMALLEST_EXPONENT + (sizeClass - 1) / 4;
        int quarter = (sizeClass - 1) % 4;
        return (1 << exponent) + (quarter + 1) * (1 << (exponent - 2));
    }
}
