package dev.loopkeeper.engine.snapshot;

/**
 * The content of a region's {@code head}: its commit pointer and its fence (R12).
 *
 * @param claim the claim under which it was written
 * @param attempt the region's newest attempt; 0 before the first
 * @param snapshot the last committed snapshot
 * @param last whether that snapshot is the region's last: everything has ended and is in it
 * @param nonce names the write
 * @param predecessor the snapshot committed before that one: where its manifest is lost, it is what the chain goes on with (R14); NONE for the
 *     first, null where a version wrote the head that did not know it
 */
public record HeadRecord(
        long claim, int attempt, SnapshotId snapshot, boolean last, String nonce, SnapshotId predecessor)
        implements Fenced<HeadRecord> {

    public static final HeadRecord NONE = new HeadRecord(0, 0, SnapshotId.NONE, false, "", SnapshotId.NONE);

    @Override
    public HeadRecord withNonce(String newNonce) {
        return new HeadRecord(claim, attempt, snapshot, last, newNonce, predecessor);
    }

    public HeadRecord withClaim(long newClaim) {
        return new HeadRecord(newClaim, attempt, snapshot, last, nonce, predecessor);
    }

    public HeadRecord withAttempt(int newAttempt) {
        return new HeadRecord(claim, newAttempt, snapshot, last, nonce, predecessor);
    }

    /** Commits a snapshot that follows the one that stands here. */
    public HeadRecord withSnapshot(SnapshotId committed, boolean isLast) {
        return new HeadRecord(claim, attempt, committed, isLast, nonce, snapshot);
    }

    /** Gives up what follows an earlier snapshot of the chain, which stays committed (R14). */
    public HeadRecord backTo(SnapshotId earlier, SnapshotId itsPredecessor) {
        return new HeadRecord(claim, attempt, earlier, false, nonce, itsPredecessor);
    }
}
