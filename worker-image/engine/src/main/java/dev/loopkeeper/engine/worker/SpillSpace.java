package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.runtime.FileTrees;
import java.io.IOException;
import java.nio.file.Path;
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
            FileTrees.delete(directory);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}, which is no longer needed: {}", directory, e.toString());
        }
    }
}
