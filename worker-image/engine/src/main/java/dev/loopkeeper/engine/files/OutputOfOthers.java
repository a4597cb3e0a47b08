package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.OutputFileName;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** What stands in an output directory and is not of the job that is to write there: this one's results would be mixed with it. */
public final class OutputOfOthers {

    private OutputOfOthers() {}

    /** Whether a file that looks like output was written by another job, or by another system, which is nobody's to overwrite. */
    public static boolean isInTheWay(String name, String owner, boolean overwriting) {
        return OutputFileName.parse(name)
                .filter(known -> overwriting || known.ofJobOf(owner))
                .isEmpty();
    }

    /** Whether a file was written by another job's sink. */
    public static boolean isAnotherJobs(String name, String owner) {
        return OutputFileName.parse(name).filter(known -> !known.ofJobOf(owner)).isPresent();
    }

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
