package dev.loopkeeper.provider;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator tells its provider: the whole truth each time, one line of {@code GET /v1/provider}.
 *
 * @param protocolVersion the version that the coordinator speaks
 * @param job the job's name
 * @param epoch the coordinator's epoch: given by the provider, higher for each new coordinator (K4)
 * @param version rises within the epoch with every change of this state
 * @param planVersion the hash of the physical plan; empty before there is one
 * @param claim the coordinator's claim (R12); 0 before it has claimed, and until then the lists say nothing
 * @param coordinatorPhase what the coordinator is doing, for people, such as {@code claiming: store unreachable}
 * @param wanted the workers that shall exist
 * @param verdict how the run ended; null while it runs
 * @param settings those in force; null before the claim, and from a coordinator that cannot change them while it runs
 * @param requestedSnapshot the newest request for a snapshot that is answered; null if there was none, and before the claim
 * @param certificates what all parts have loaded; null while not all have told, and where there are none
 * @param earlierSnapshots the address of an earlier job of this name whose snapshots this one could have gone on from, while it starts from nothing
 *     (K19); null if there is none, or none was looked for
 */
public record ProviderState(
        int protocolVersion,
        String job,
        long epoch,
        long version,
        String planVersion,
        long claim,
        String coordinatorPhase,
        List<WantedWorker> wanted,
        List<RegionStatus> regions,
        @Nullable Verdict verdict,
        @Nullable LiveSettings settings,
        @Nullable RequestedSnapshot requestedSnapshot,
        @Nullable LoadedCertificates certificates,
        @Nullable String earlierSnapshots) {

    public ProviderState {
        Values.text("job", job);
        Values.notNegative("epoch", epoch);
        Values.notNegative("version", version);
        Values.notNegative("claim", claim);
        planVersion = planVersion == null ? "" : planVersion;
        coordinatorPhase = coordinatorPhase == null ? "" : coordinatorPhase;
        wanted = Values.list("wanted", wanted, ProviderProtocol.MAX_WORKERS);
        regions = Values.list("regions", regions, ProviderProtocol.MAX_WORKERS);
    }

    /** The state of a coordinator of which no settings, no requested snapshot, no certificates and no earlier snapshots are told. */
    public ProviderState(
            int protocolVersion,
            String job,
            long epoch,
            long version,
            String planVersion,
            long claim,
            String coordinatorPhase,
            List<WantedWorker> wanted,
            List<RegionStatus> regions,
            @Nullable Verdict verdict) {
        this(
                protocolVersion,
                job,
                epoch,
                version,
                planVersion,
                claim,
                coordinatorPhase,
                wanted,
                regions,
                verdict,
                null,
                null,
                null,
                null);
    }

    /** The same with this address. */
    public ProviderState withEarlierSnapshots(@Nullable String address) {
        return new ProviderState(
                protocolVersion,
                job,
                epoch,
                version,
                planVersion,
                claim,
                coordinatorPhase,
                wanted,
                regions,
                verdict,
                settings,
                requestedSnapshot,
                certificates,
                address);
    }

    /** The state of a coordinator that has answered and not claimed yet (K5). */
    public static ProviderState starting(String job, long epoch, String coordinatorPhase) {
        return unclaimed(job, epoch, 1, coordinatorPhase);
    }

    /** The state of a coordinator whose program is not there yet: below all states of a coordinator that has started (K4). */
    public static ProviderState preparing(String job, long epoch, String coordinatorPhase) {
        return unclaimed(job, epoch, 0, coordinatorPhase);
    }

    private static ProviderState unclaimed(String job, long epoch, long version, String coordinatorPhase) {
        return new ProviderState(
                ProviderProtocol.VERSION, job, epoch, version, "", 0, coordinatorPhase, List.of(), List.of(), null);
    }

    /** The place of this state in the order of all states of the job. */
    public ListVersion listVersion() {
        return new ListVersion(epoch, version);
    }

    /** Whether the coordinator owns the job, so that its lists count. */
    public boolean claimed() {
        return claim > 0;
    }

    /** The region with this name, if the plan has one. */
    public Optional<RegionStatus> region(String name) {
        return regions.stream().filter(region -> region.name().equals(name)).findFirst();
    }
}
