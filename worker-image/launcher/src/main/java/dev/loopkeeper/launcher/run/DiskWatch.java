package dev.loopkeeper.launcher.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Tells when the disk under a work directory is full, and when it has room again. Writes to the store are tried again all that time, so the job
 * itself only waits. Used by one thread.
 */
final class DiskWatch {

    private static final long MEBIBYTE = 1 << 20;

    /** Less than this is no room for a snapshot's objects. */
    private static final long FULL = 8 * MEBIBYTE;

    /** More than this is room again; well above, so that the two lines do not take turns. */
    private static final long ROOM = 64 * MEBIBYTE;

    private final Path directory;
    private final UsableSpace space;
    private final Consumer<String> lines;
    private boolean full;

    /** How many bytes may still be written below a directory. */
    @FunctionalInterface
    interface UsableSpace {

        long of(Path directory) throws IOException;
    }

    DiskWatch(Path directory, UsableSpace space, Consumer<String> lines) {
        this.directory = directory;
        this.space = space;
        this.lines = lines;
    }

    /** Looks. */
    void look() {
        long left;
        try {
            left = space.of(directory);
        } catch (IOException _) {
            return;
        }
        if (!full && left < FULL) {
            full = true;
            lines.accept("the disk of " + directory + " is full (" + Amounts.bytes(left)
                    + " left): snapshots wait; make room, and the run goes on by itself");
        } else if (full && left > ROOM) {
            full = false;
            lines.accept("the disk of " + directory + " has room again");
        }
    }
}
