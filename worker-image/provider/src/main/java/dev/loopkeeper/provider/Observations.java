package dev.loopkeeper.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider tells its coordinator: its whole view each time, so that repeating it changes nothing and what it does not
 * name is not there. Body of {@code POST /v1/observations}, at most once a second.
 *
 * @param protocolVersion the version that the provider speaks
 * @param epoch the epoch of the coordinator's state that it knows
 * @param version the version of that state: everything up to it has been read and acted on
 * @param workers every worker of the job that exists, and those that the state wants and that have ended or are missing
 * @param nodes hints about nodes (K1)
 * @param acknowledgedVerdict whether the verdict was read, so that the coordinator may end (K8)
 * @param stop the wish that the run ends; null if there is none
 * @param settings what has changed since the run was started (K17); null if nothing has
 * @param snapshot the wish for one snapshot now; null if there is none
 */
public record Observations(
        int protocolVersion,
        long epoch,
        long version,
        List<ObservedWorker> workers,
        List<NodeHint> nodes,
        boolean acknowledgedVerdict,
        @Nullable StopRequest stop,
        @Nullable LiveSettings settings,
        @Nullable SnapshotRequest snapshot) {

    public Observations {
        Values.notNegative("epoch", epoch);
        Values.notNegative("version", version);
        workers = Values.list("workers", workers, ProviderProtocol.MAX_WORKERS);
        nodes = Values.list("nodes", nodes, ProviderProtocol.MAX_WORKERS);
    }

    /** Observations with no wish but, perhaps, that the run ends. */
    public Observations(
            int protocolVersion,
            long epoch,
            long version,
            List<ObservedWorker> workers,
            List<NodeHint> nodes,
            boolean acknowledgedVerdict,
            @Nullable StopRequest stop) {
        this(protocolVersion, epoch, version, workers, nodes, acknowledgedVerdict, stop, null, null);
    }

    /** The same, with these settings. */
    public Observations withSettings(@Nullable LiveSettings changed) {
        return new Observations(
                protocolVersion, epoch, version, workers, nodes, acknowledgedVerdict, stop, changed, snapshot);
    }

    /** The same, with this request. */
    public Observations withSnapshot(@Nullable SnapshotRequest request) {
        return new Observations(
                protocolVersion, epoch, version, workers, nodes, acknowledgedVerdict, stop, settings, request);
    }

    /** The version of the list that these observations answer. */
    public ListVersion listVersion() {
        return new ListVersion(epoch, version);
    }
}
