package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.launcher.BadInputException;
import java.io.IOException;

/** Where the classes of a job's program come from. */
@FunctionalInterface
interface ProgramClasses {

    /**
     * Fetches them. May take as long as a download does.
     *
     * @throws BadInputException if what is there is not what the job asks for
     * @throws IOException with one line, if they cannot be had now
     */
    ClassLoader load() throws BadInputException, IOException, InterruptedException;
}
