package dev.loopkeeper.launcher.workdir;

import dev.loopkeeper.launcher.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a work directory for one launcher. The system lets go of it when the launcher dies, in whatever way. */
final class WorkDirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private WorkDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws BadInputException if another process holds it, with its id
     */
    static WorkDirectoryLock take(Path directory, Path file) throws IOException, BadInputException {
        return takeIfFree(file)
                .orElseThrow(() -> new BadInputException("the work dir " + directory + " is in use" + holder(file)
                        + "; wait for it, or give another --work-dir"));
    }

    /** Takes the lock; empty if another process holds it. */
    static Optional<WorkDirectoryLock> takeIfFree(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            ByteBuffer pid =
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
            while (pid.hasRemaining()) {
                channel.write(pid);
            }
            return Optional.of(new WorkDirectoryLock(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // another run in this very process
        }
    }

    private static String holder(Path file) {
        try {
            String pid = Files.readString(file).strip();
            return pid.isEmpty() ? "" : " by process " + pid;
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The system lets go of it with the process.
        }
    }
}
