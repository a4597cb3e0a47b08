package dev.loopkeeper.launcher.local;

import dev.loopkeeper.engine.runtime.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
        PrivateFiles.write(file, next + "\n");
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
