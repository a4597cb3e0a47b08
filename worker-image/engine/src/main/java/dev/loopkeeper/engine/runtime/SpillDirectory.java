package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.log.SpillStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one log in a directory that logs of many processes may share. Each log holds the lock of a file {@code feedback-ID.lock} as
 * long as it lives; files {@code feedback-ID-N.spill} whose lock nobody holds are left over from a process that died, and are removed by
 * whoever comes next. Files can be read by their owner only. Thread-safe.
 */
public final class SpillDirectory implements SpillStorage {

    private static final Logger LOG = LoggerFactory.getLogger(SpillDirectory.class);
    private static final String PREFIX = "feedback-";
    private static final String LOCK = ".lock";
    private static final String SPILL = ".spill";
    private static final int ATTEMPTS = 10;

    /**
     * The owners in this process. Their lock files must not even be opened: on POSIX systems closing any descriptor of a file gives up all locks
     * that the process holds on it.
     */
    private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Set<Path> files = new HashSet<>();
    private @Nullable String id;
    private @Nullable FileChannel lock;
    private long nextFile;
    private boolean closed;

    /** @param directory may be shared by the logs of several processes; created when first needed */
    public SpillDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public String location() {
        return directory.toString();
    }

    @Override
    public Writer create() throws IOException {
        @Nullable Path path = null;
        try {
            path = newFile();
            return new FileWriter(path, openNew(path));
        } catch (FileSystemException e) {
            if (path != null) {
                forget(path);
            }
            throw new IOException(reason(e), e);
        }
    }

    @Override
    public void read(String file, long offset, ByteBuffer target) throws IOException {
        int start = target.position();
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
            while (target.hasRemaining() && channel.read(target, offset + target.position() - start) >= 0) {}
        } catch (FileSystemException e) {
            throw new IOException(reason(e), e);
        }
    }

    /** {@inheritDoc} The next log in this directory tries again. */
    @Override
    public void delete(String file) {
        Path path = Path.of(file);
        forget(path);
        remove(path);
    }

    private synchronized void forget(Path path) {
        files.remove(path);
    }

    private synchronized Path newFile() throws IOException {
        if (closed) {
            throw new IOException("the feedback log is closed");
        }
        if (lock == null) {
            acquire();
        }
        Path path = directory.resolve(PREFIX + id + "-" + nextFile++ + SPILL);
        files.add(path);
        return path;
    }

    private static FileChannel openNew(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PrivateFiles.attributes(path, PrivateFiles.FILE));
    }

    @Override
    public void sweep() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, PREFIX + "*" + LOCK)) {
            for (Path candidate : locks) {
                sweep(candidate);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        files.forEach(SpillDirectory::remove);
        files.clear();
        if (lock != null) {
            remove(directory.resolve(PREFIX + id + LOCK));
            closeQuietly(lock);
            lock = null;
            HELD_HERE.remove(PREFIX + id);
        }
    }

    private void acquire() throws IOException {
        Files.createDirectories(directory, PrivateFiles.attributes(directory, PrivateFiles.FOLDER));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String candidate = UUID.randomUUID().toString();
            Path path = directory.resolve(PREFIX + candidate + LOCK);
            HELD_HERE.add(PREFIX + candidate);
            FileChannel channel = openNew(path);
            // A sweep of another process may have come between the making of the file and its lock; then the lock is
            // worth nothing.
            if (channel.tryLock() != null && Files.exists(path)) {
                id = candidate;
                lock = channel;
                return;
            }
            HELD_HERE.remove(PREFIX + candidate);
            closeQuietly(channel);
        }
        throw new IOException("no file could be locked there; use a directory on a local disk");
    }

    private void sweep(Path lockFile) throws IOException {
        String name = lockFile.getFileName().toString();
        String owner = name.substring(0, name.length() - LOCK.length());
        if (HELD_HERE.contains(owner)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return;
            }
            try (DirectoryStream<Path> orphans = Files.newDirectoryStream(directory, owner + "-*" + SPILL)) {
                orphans.forEach(SpillDirectory::remove);
            }
            remove(lockFile);
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            LOG.debug("{} is being removed by somebody else", lockFile);
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}, which is no longer needed: {}", path, e.toString());
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Closing a lock file failed: {}", e.toString());
        }
    }

    private static String reason(FileSystemException e) {
        return e.getReason() != null ? e.getReason() : e.getClass().getSimpleName();
    }

    private record FileWriter(Path path, FileChannel channel) implements Writer {

        @Override
        public String file() {
            return path.toString();
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
