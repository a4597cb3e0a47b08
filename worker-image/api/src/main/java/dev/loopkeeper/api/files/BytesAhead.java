package dev.loopkeeper.api.files;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Reads on a thread of its own, some blocks ahead of the task, and wakes the task when there is something to take. */
final class BytesAhead implements TextBytes {

    private static final int BLOCK_BYTES = 256 * 1024;
    private static final int BLOCKS = 6;

    /** Behind the split's end only the rest of one line is wanted. */
    private static final int REST_BYTES = 16 * 1024;

    private sealed interface Piece {}

    private record Block(byte[] bytes, int length) implements Piece {}

    private record End(@Nullable IOException failure) implements Piece {}

    private final TextStream stream;
    private final Runnable wake;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread;
    private @Nullable Block current;
    private int taken;
    private volatile boolean closed;

    /**
     * @param wanted how many bytes the task wants for certain
     * @param wake called on the reading thread when there is something new to take
     */
    BytesAhead(TextStream stream, long wanted, String name, Runnable wake) {
        this.stream = stream;
        this.wake = wake;
        this.thread = Thread.ofVirtual().name("read " + name).start(() -> readAll(wanted));
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (current == null) {
            switch (pieces.peek()) {
                case null -> {
                    return 0;
                }
                case End(IOException failure) when failure != null -> throw failure;
                case End _ -> {
                    return -1;
                }
                case Block block -> {
                    pieces.remove();
                    current = block;
                    taken = 0;
                }
            }
        }
        Block block = current;
        int count = Math.min(length, block.length() - taken);
        System.arraycopy(block.bytes(), taken, target, offset, count);
        taken += count;
        if (taken == block.length()) {
            current = null;
        }
        return count;
    }

    @Override
    public void close() {
        // In this order: what reads may use up the interrupt, but then it has the flag to see. It closes the stream.
        closed = true;
        thread.interrupt();
    }

    private void readAll(long wanted) {
        try (stream) {
            hand(new End(readBlocks(wanted)));
        } catch (InterruptedException | IOException e) {
            // The task has closed its end, or all that was wanted has been read.
        }
    }

    private @Nullable IOException readBlocks(long wanted) throws InterruptedException {
        long left = wanted;
        try {
            while (true) {
                byte[] bytes = new byte[left > 0 ? (int) Math.min(BLOCK_BYTES, left) : REST_BYTES];
                int length = 0;
                int count = 0;
                while (length < bytes.length && count >= 0) {
                    count = stream.read(bytes, length, bytes.length - length);
                    length += Math.max(0, count);
                }
                if (length > 0) {
                    left -= length;
                    hand(new Block(bytes, length));
                }
                if (count < 0) {
                    return null;
                }
            }
        } catch (IOException e) {
            return e;
        } catch (RuntimeException e) {
            return new IOException("input " + stream + " cannot be read: " + e, e);
        }
    }

    private void hand(Piece piece) throws InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
        pieces.put(piece);
        wake.run();
    }
}
