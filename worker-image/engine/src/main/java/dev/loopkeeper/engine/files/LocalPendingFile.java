package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.PendingFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A file written aside on the local disk. */
final class LocalPendingFile implements PendingFile {

    private final Path directory;
    private final String name;
    private final String owner;
    private final Fence fence;
    private final Path aside;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private long size;
    private boolean prepared;

    LocalPendingFile(Path directory, String name, String owner, Fence fence, Path aside, FileChannel channel) {
        this.directory = directory;
        this.name = name;
        this.owner = owner;
        this.fence = fence;
        this.aside = aside;
        this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException e) {
            throw LocalOutputErrors.explained(directory, e);
        }
        checksum.update(bytes, offset, length);
        size += length;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Callable<String> prepare() {
        prepared = true;
        return new Sync(new LocalTransaction(directory, owner, fence, name, size, (int) checksum.getValue()));
    }

    @Override
    public void close() {
        if (!prepared) {
            try {
                channel.close();
                Files.deleteIfExists(aside);
            } catch (IOException e) {
                // The sweep removes it.
            }
        }
    }

    /** Makes the file durable. Called by one thread at a time. */
    private final class Sync implements Callable<String> {

        private final LocalTransaction transaction;
        private @Nullable IOException failure;
        private boolean done;

        Sync(LocalTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public synchronized String call() throws IOException {
            if (failure != null) {
                // After a failed sync the system may have dropped what it could not write, and would call the next one
                // a success.
                throw failure;
            }
            if (!done) {
                try (channel) {
                    channel.force(true);
                    // All folders down to the file: any of them may be new.
                    for (Path folder : transaction.folders()) {
                        LocalOutputErrors.syncDirectory(folder);
                    }
                } catch (IOException e) {
                    failure = LocalOutputErrors.explained(directory, e);
                    throw failure;
                }
                done = true;
            }
            return transaction.text();
        }
    }
}
