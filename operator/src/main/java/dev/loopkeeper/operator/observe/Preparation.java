package dev.loopkeeper.operator.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pods need before they are made (K11); gathered when some are to be made, a change waits, or something of it is not there.
 *
 * @param generation of the specification whose needs these are
 * @param store where the data of a run that starts now is; null if the job names none and the operator has no default
 * @param missing the Secrets that are not there
 * @param clash an object of another that has the name of one of the job's own; null if there is none
 * @param objectsReady whether the job's own certificates, token, Service and policy are there; not so where names clash
 * @param credentialsReady whether the job's copy of the default store's credentials is as those are now, where it uses that (K16)
 * @param configReady whether the present run's configuration is there, and is this job's; true where names clash
 * @param serviceEpoch the epoch that the coordinator's Service selects; 0 if there is no Service
 */
public record Preparation(
        long generation,
        @Nullable StoreAddress store,
        List<MissingSecret> missing,
        @Nullable NameClash clash,
        boolean objectsReady,
        boolean credentialsReady,
        boolean configReady,
        long serviceEpoch) {

    public Preparation {
        missing = List.copyOf(missing);
    }
}
