package dev.loopkeeper.engine.snapshot;

import java.util.Map;
import java.util.SortedMap;

/**
 * The content of the object {@code job}: whatever fences at the job's level goes through one conditional write of it (R12).
 *
 * @param claim rises with each coordinator
 * @param epoch rises with each change of the parallelism
 * @param startsFrom by folder of a region of the epoch before, the snapshot that this epoch starts from; empty in the first
 * @param signature what the program must match, by operator name
 * @param verdict how the job ended; null while it has not
 * @param nonce names the write
 */
public record JobRecord(
        long claim,
        int epoch,
        int parallelism,
        Map<String, SnapshotId> startsFrom,
        SortedMap<String, String> signature,
        Outcome verdict,
        String nonce)
        implements Fenced<JobRecord> {

    /** The end of a job, for good. */
    public record Outcome(boolean succeeded, String message) {}

    @Override
    public JobRecord withNonce(String newNonce) {
        return new JobRecord(claim, epoch, parallelism, startsFrom, signature, verdict, newNonce);
    }

    public JobRecord withClaim(long newClaim) {
        return new JobRecord(newClaim, epoch, parallelism, startsFrom, signature, verdict, nonce);
    }

    public JobRecord withVerdict(Outcome outcome) {
        return new JobRecord(claim, epoch, parallelism, startsFrom, signature, outcome, nonce);
    }

    public JobRecord withEpoch(int newEpoch, int newParallelism, Map<String, SnapshotId> from) {
        return new JobRecord(claim, newEpoch, newParallelism, from, signature, verdict, nonce);
    }
}
