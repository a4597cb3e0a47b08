package dev.loopkeeper.launcher.command;

import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.job.JobOverrides;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A job file, and what is set beside it; common to the commands that take one. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class JobOptions {

    @Parameters(paramLabel = "FILE", description = "The job file: an IterativeJob in YAML.")
    Path file;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "Sets a parameter of the program; may be given again. Wins over the job file's.")
    List<String> parameters = new ArrayList<>();

    @Option(names = "--parallelism", paramLabel = "N", description = "Into how many tasks each operator is divided.")
    @Nullable
    Integer parallelism;

    JobOverrides overrides() throws BadInputException {
        return new JobOverrides(parameters(), parallelism, null, null);
    }

    /** By name; of one name given twice, the last one. */
    Map<String, String> parameters() throws BadInputException {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String given : parameters) {
            int equals = given.indexOf('=');
            if (equals < 1) {
                throw new BadInputException("--param " + given + ": give it as NAME=VALUE");
            }
            byName.put(given.substring(0, equals), given.substring(equals + 1));
        }
        return byName;
    }
}
