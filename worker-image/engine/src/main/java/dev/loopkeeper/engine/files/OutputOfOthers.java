package dev.loopkeeper.engine.files;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** Refuses a directory with another job's results in it: this one's would be mixed with them. */
public final class OutputOfOthers {

    private OutputOfOthers() {}

    /** @param names files there that look like output and are not this job's */
    public static void refuse(String directory, List<String> names) throws IOException {
        if (!names.isEmpty()) {
            throw new IOException("output directory " + directory + " holds results of another run, "
                    + Collections.min(names)
                    + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more")
                    + ": give another directory, or remove them");
        }
    }
}
