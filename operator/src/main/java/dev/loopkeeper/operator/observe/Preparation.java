package dev.loopkeeper.operator.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pods need before they are made (K11); gathered only when some are to be made.
 *
 * @param store where the job's store is; null if the job names none and the operator has no default
 * @param missing the Secrets that are not there
 * @param trustReady whether the job's certificates are there
 * @param configReady whether the present run's configuration is there
 * @param serviceEpoch the epoch that the coordinator's Service selects; 0 if there is no Service
 */
public record Preparation(
        @Nullable String store,
        List<MissingSecret> missing,
        boolean trustReady,
        boolean configReady,
        long serviceEpoch) {

    public Preparation {
        missing = List.copyOf(missing);
    }
}
