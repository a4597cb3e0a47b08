package dev.loopkeeper.operator.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pods need before they are made (K11); gathered when some are to be made, a change waits, or something of it is not there.
 *
 * @param generation of the specification whose needs these are
 * @param store where the data of a run that starts now is; null if the job names none and the operator has no default
 * @param missing what the job names of Secrets and ConfigMaps that is not there
 * @param clashes the objects of others that have the names of the job's own
 * @param objectsReady whether the job's own certificates, token, Service and policy are there, as far as their names are not another's
 * @param credentialsReady whether the job's copy of the default store's credentials is as those are now, where it uses that (K16)
 * @param configReady whether the present run's configuration is there, and is this job's; true where its name is another's
 * @param serviceEpoch the epoch that the coordinator's Service selects; 0 if there is no Service
 */
public record Preparation(
        long generation,
        @Nullable StoreAddress store,
        List<MissingObject> missing,
        List<NameClash> clashes,
        boolean objectsReady,
        boolean credentialsReady,
        boolean configReady,
        long serviceEpoch) {

    public Preparation {
        missing = List.copyOf(missing);
        clashes = List.copyOf(clashes);
    }

    /** The first that keeps such a pod of a run under way from being made; null if none does. */
    public @Nullable NameClash barrier(Component pod) {
        return clashes.stream()
                .filter(clash -> clash.bars().contains(pod))
                .findFirst()
                .orElse(null);
    }
}
