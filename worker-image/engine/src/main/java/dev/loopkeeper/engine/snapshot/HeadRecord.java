package dev.loopkeeper.engine.snapshot;

/**
 * The content of a region's {@code head}: its commit pointer and its fence (R12).
 *
 * @param claim the claim under which it was written
 * @param attempt the region's newest attempt; 0 before the first
 * @param snapshot the last committed snapshot
 * @param last whether that snapshot is the region's last: everything has ended and is in it
 * @param nonce names the write
 */
public record HeadRecord(long claim, int attempt, SnapshotId snapshot, boolean last, String nonce)
        implements Fenced<HeadRecord> {

    public static final HeadRecord NONE = new HeadRecord(0, 0, SnapshotId.NONE, false, "");

    @Override
    public HeadRecord withNonce(String newNonce) {
        return new HeadRecord(claim, attempt, snapshot, last, newNonce);
    }

    public HeadRecord withClaim(long newClaim) {
        return new HeadRecord(newClaim, attempt, snapshot, last, nonce);
    }

    public HeadRecord withAttempt(int newAttempt) {
        return new HeadRecord(claim, newAttempt, snapshot, last, nonce);
    }

    public HeadRecord withSnapshot(SnapshotId committed, boolean isLast) {
        return new HeadRecord(claim, attempt, committed, isLast, nonce);
    }
}
