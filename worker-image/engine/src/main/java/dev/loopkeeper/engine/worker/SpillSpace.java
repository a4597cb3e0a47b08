package dev.loopkeeper.engine.worker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one worker process for what does not fit in memory. Its content is of use to nobody else, ever. */
final class SpillSpace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpillSpace.class);

    private final Path directory;

    /** @param name of the worker and its attempt; what a dead process of the same name has left is removed by whoever uses the space */
    SpillSpace(Path workDirectory, String name) {
        directory = workDirectory.resolve("spill-" + name);
    }

    /** The directory; made by whoever first writes to it. */
    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException nothingSpilled) {
            // As it should be.
        } catch (IOException e) {
            LOG.warn("Cannot remove {}, which is no longer needed: {}", directory, e.toString());
        }
    }
}
