package dev.loopkeeper.launcher.run;

import dev.loopkeeper.launcher.job.JobOverrides;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says of a run.
 *
 * @param workDir null for a new one
 * @param inProcess whether coordinator and workers are threads of the launcher
 * @param killEvery the time between two kills of a random worker; null for none
 * @param seed of the kills
 * @param summary where the summary goes as JSON; null for nowhere
 * @param debug whether logs say more
 */
public record RunOptions(
        Path file,
        JobOverrides overrides,
        @Nullable Path workDir,
        boolean inProcess,
        @Nullable Duration killEvery,
        long seed,
        @Nullable Path summary,
        boolean debug) {}
