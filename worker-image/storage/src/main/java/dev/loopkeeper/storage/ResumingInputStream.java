package dev.loopkeeper.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A stream over an object of known size that is opened again behind the last byte read when its connection breaks. It gives up when no byte came for
 * the time bound. For one thread.
 */
final class ResumingInputStream extends InputStream {

    /** Opens the object from a byte on; has retries of its own. */
    @FunctionalInterface
    interface Opener {
        InputStream openFrom(long position) throws IOException;
    }

    private final String name;
    private final long size;
    private final Duration patience;
    private final Opener opener;

    private long position;
    private @Nullable InputStream source;
    private int failures;
    private long lastProgress = System.nanoTime();
    private boolean closed;

    ResumingInputStream(String name, long position, long size, Duration patience, Opener opener) {
        this.name = name;
        this.position = position;
        this.size = size;
        this.patience = patience;
        this.opener = opener;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("the stream of " + name + " is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position >= size) {
            return -1;
        }
        if (source == null) {
            // Waiting for the reader to read on is no lack of progress.
            lastProgress = System.nanoTime();
        }
        while (true) {
            try {
                return readSome(bytes, offset, (int) Math.min(length, size - position));
            } catch (InterruptedIOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                recover(e);
            } catch (BrokenStreamException e) {
                recover(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        closeSource();
    }

    private int readSome(byte[] bytes, int offset, int length) throws IOException {
        InputStream open = source;
        if (open == null) {
            open = opener.openFrom(position);
            source = open;
        }
        int count;
        try {
            count = open.read(bytes, offset, length);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new BrokenStreamException(e);
        }
        if (count < 0) {
            throw new BrokenStreamException(new IOException("it ended after " + position + " of " + size + " bytes"));
        }
        position += count;
        failures = 0;
        lastProgress = System.nanoTime();
        return count;
    }

    private void recover(IOException cause) throws IOException {
        closeSource();
        failures++;
        Duration wait = Backoff.DEFAULT.after(failures, ThreadLocalRandom.current());
        if (System.nanoTime() + wait.toNanos() - lastProgress > patience.toNanos()) {
            throw new IOException(
                    "input " + name + " cannot be read on from byte " + position + ": " + cause.getMessage(), cause);
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading " + name + " was interrupted");
        }
    }

    private void closeSource() {
        if (source != null) {
            try {
                source.close();
            } catch (IOException e) {
                // Nothing more is read from it.
            }
            source = null;
        }
    }

    /** The connection, not the object, is what failed. */
    private static final class BrokenStreamException extends IOException {

        @java.io.Serial
        private static final long serialVersionUID = 1L;

        BrokenStreamException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
