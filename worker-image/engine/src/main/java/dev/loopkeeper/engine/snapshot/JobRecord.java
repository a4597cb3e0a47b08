package dev.loopkeeper.engine.snapshot;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/**
 * The content of the object {@code job}: whatever fences at the job's level goes through one conditional write of it (R12).
 *
 * @param claim rises with each coordinator
 * @param run of the provider's, see {@link dev.loopkeeper.engine.coordinator.port.JobSettings#run}: that of the newest claim
 * @param epoch rises with each change of the parallelism
 * @param startsFrom by folder of a region of the epoch before, the snapshot that this epoch starts from; empty in the first
 * @param signature what the program must match, by operator name
 * @param verdict how the job ended; null while it has not
 * @param nonce names the write
 * @param requested the newest snapshots on request, which are kept; null if there are none
 */
public record JobRecord(
        long claim,
        long run,
        int epoch,
        int parallelism,
        Map<String, SnapshotId> startsFrom,
        SortedMap<String, String> signature,
        Outcome verdict,
        String nonce,
        Requested requested)
        implements Fenced<JobRecord> {

    /** The end of a job, for good. */
    public record Outcome(boolean succeeded, String message) {}

    /**
     * Snapshots that were taken on request.
     *
     * @param time when the last of them was committed
     * @param snapshots by the folder of the region
     */
    public record Requested(String token, Instant time, Map<String, SnapshotId> snapshots) {

        public Requested {
            snapshots = Map.copyOf(snapshots);
        }
    }

    /** A job without snapshots on request. */
    public JobRecord(
            long claim,
            long run,
            int epoch,
            int parallelism,
            Map<String, SnapshotId> startsFrom,
            SortedMap<String, String> signature,
            Outcome verdict,
            String nonce) {
        this(claim, run, epoch, parallelism, startsFrom, signature, verdict, nonce, null);
    }

    @Override
    public JobRecord withNonce(String newNonce) {
        return new JobRecord(claim, run, epoch, parallelism, startsFrom, signature, verdict, newNonce, requested);
    }

    public JobRecord withClaim(long newClaim, long newRun) {
        return new JobRecord(newClaim, newRun, epoch, parallelism, startsFrom, signature, verdict, nonce, requested);
    }

    public JobRecord withVerdict(Outcome outcome) {
        return new JobRecord(claim, run, epoch, parallelism, startsFrom, signature, outcome, nonce, requested);
    }

    public JobRecord withEpoch(int newEpoch, int newParallelism, Map<String, SnapshotId> from) {
        return new JobRecord(claim, run, newEpoch, newParallelism, from, signature, verdict, nonce, requested);
    }

    public JobRecord withRequested(Requested newest) {
        return new JobRecord(claim, run, epoch, parallelism, startsFrom, signature, verdict, nonce, newest);
    }
}
