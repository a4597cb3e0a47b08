package dev.loopkeeper.storage;

import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.engine.store.MultipartStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/**
 * A file on its way into a store, in blocks that become the parts of an upload. It holds one block that is being filled and, as long as {@link
 * #ready} is listened to, {@value #MOST_IN_FLIGHT} on their way.
 */
final class S3PendingFile implements PendingFile {

    private static final int MOST_IN_FLIGHT = 2;
    private static final int FIRST_CAPACITY = 64 * 1024;

    /** Parts grow every so many, so that the 10,000 that an upload may have hold 275 GB. */
    private static final int PARTS_OF_ONE_SIZE = 1000;

    private final String bucket;
    private final String key;
    private final Duration timeout;
    private final BackgroundUpload upload;
    private byte[] block = new byte[FIRST_CAPACITY];
    private int filled;
    private boolean prepared;

    /** @param timeout how long the work of {@link #prepare} waits at most */
    S3PendingFile(String bucket, String key, BackgroundUpload upload, Duration timeout) {
        this.bucket = bucket;
        this.key = key;
        this.upload = upload;
        this.timeout = timeout;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (upload.failed()) {
            await(upload.pending(), Duration.ofMillis(1));
        }
        int at = offset;
        int left = length;
        while (left > 0) {
            int size = MultipartStore.LEAST_PART_SIZE * (1 + upload.count() / PARTS_OF_ONE_SIZE);
            if (filled == block.length) {
                block = Arrays.copyOf(block, (int) Math.min(size, block.length * 2L));
            }
            int count = Math.min(left, block.length - filled);
            System.arraycopy(bytes, at, block, filled, count);
            filled += count;
            at += count;
            left -= count;
            if (filled >= size) {
                send();
            }
        }
    }

    private void send() {
        upload.add(ByteBuffer.wrap(block, 0, filled));
        block = new byte[FIRST_CAPACITY];
        filled = 0;
    }

    @Override
    public boolean ready() {
        // Once it has failed, the next write says why.
        return upload.inFlight() < MOST_IN_FLIGHT || upload.failed();
    }

    @Override
    public Callable<String> prepare() {
        prepared = true;
        if (filled > 0 || upload.count() == 0) {
            send();
        }
        BackgroundUpload.Pending pending = upload.pending();
        return () -> await(pending, timeout);
    }

    private String await(BackgroundUpload.Pending pending, Duration atMost) throws IOException {
        try {
            var parts = pending.await(atMost);
            return new S3Transaction(bucket, key, pending.uploadId(), parts).text();
        } catch (TimeoutException e) {
            throw new IOException(
                    "output " + place() + " is not in the store after " + atMost.toSeconds()
                            + " s: the store is away or slow; it is tried on",
                    e);
        } catch (IOException e) {
            throw new IOException("output " + place() + " cannot be written: " + e.getMessage(), e);
        }
    }

    private String place() {
        return "s3://" + bucket + "/" + key;
    }

    @Override
    public void close() {
        if (!prepared) {
            upload.cancel();
        }
    }
}
