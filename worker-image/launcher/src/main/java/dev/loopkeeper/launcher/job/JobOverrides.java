package dev.loopkeeper.launcher.job;

import dev.loopkeeper.crds.value.MemorySize;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says instead of the job file.
 *
 * @param parameters set beside those of the file; of one name, these win
 * @param parallelism null for the file's
 * @param workers how many there shall be, over all regions; null for what the file's slots make of it
 * @param workerMemory null for the file's
 */
public record JobOverrides(
        Map<String, String> parameters,
        @Nullable Integer parallelism,
        @Nullable Integer workers,
        @Nullable MemorySize workerMemory) {

    /** Nothing but the file. */
    public static final JobOverrides NONE = new JobOverrides(Map.of(), null, null, null);

    public JobOverrides {
        parameters = Map.copyOf(parameters);
    }
}
