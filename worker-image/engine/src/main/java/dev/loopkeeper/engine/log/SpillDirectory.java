package dev.loopkeeper.engine.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one log in a directory that logs of many processes may share. Each log holds the lock of a file {@code feedback-ID.lock} as
 * long as it lives; files {@code feedback-ID-N.spill} whose lock nobody holds are left over from a process that died, and are removed by
 * whoever comes next. Files can be read by their owner only. Called from background work, on any thread.
 */
final class SpillDirectory {

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
    private String id;
    private FileChannel lock;
    private long nextFile;
    private boolean closed;

    SpillDirectory(Path directory) {
        this.directory = directory;
    }

    Path path() {
        return directory;
    }

    /** A name for a new file, to be opened with {@link #openNew}. */
    synchronized SpillFile newFile() throws IOException {
        if (closed) {
            throw new IOException("the feedback log is closed");
        }
        if (lock == null) {
            acquire();
        }
        Path path = directory.resolve(PREFIX + id + "-" + nextFile++ + SPILL);
        files.add(path);
        return new SpillFile(path);
    }

    FileChannel openNew(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly("rw-------"));
    }

    /** Deletes a file of this log. A file that cannot be deleted costs space only, and the next log in this directory tries again. */
    void delete(Path path) {
        synchronized (this) {
            files.remove(path);
        }
        remove(path);
    }

    /** Removes what logs of dead processes left. */
    void sweep() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, PREFIX + "*" + LOCK)) {
            for (Path candidate : locks) {
                sweep(candidate);
            }
        }
    }

    /** Deletes all files of this log, those that are still being written too. */
    synchronized void close() {
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
        Files.createDirectories(directory, directoryAttributes());
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

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static FileAttribute<?>[] directoryAttributes() {
        return ownerOnly("rwx------");
    }
}
