package dev.loopkeeper.launcher.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Counts the coordinators of a work directory, over all launchers that use it one after the other. */
public final class EpochFile {

    private final Path file;

    EpochFile(Path file) {
        this.file = file;
    }

    /** The count of this work directory, which the caller has locked. */
    public static EpochFile in(Path workDirectory) {
        return new EpochFile(workDirectory.resolve("epoch"));
    }

    /** The next epoch, on disk before it is returned. */
    public long next() throws IOException {
        long next = last() + 1;
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap((next + "\n").getBytes(StandardCharsets.US_ASCII));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return next;
    }

    /** The epoch of the newest coordinator; 0 before the first. */
    public long last() throws IOException {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NoSuchFileException _) {
            return 0;
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds no epoch; use another work directory", e);
        }
    }
}
