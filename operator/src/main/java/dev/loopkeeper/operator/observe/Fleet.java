package dev.loopkeeper.operator.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All coordinators that this operator process listens to, as one job sees them, so that it can tell its coordinator's silence from the operator's own
 * deafness (K5).
 *
 * @param coordinators how many are listened to
 * @param silent how many of them fell silent together with this job's; 0 if that is not silent
 * @param heard whether any line of any coordinator has ever come to this process
 * @param apiServerReachable whether the API server answered lately
 * @param doubtedAt when this process last had reason to doubt its own ears; null if it never had
 * @param lostNode where the operator that led before this process vanished; null if none did
 */
public record Fleet(
        int coordinators,
        int silent,
        boolean heard,
        boolean apiServerReachable,
        @Nullable Instant doubtedAt,
        @Nullable String lostNode) {

    /**
     * The same with what is known of the API server.
     *
     * @param missedAt when it last did not answer; null if it always has
     */
    public Fleet withApiServer(boolean reachable, @Nullable Instant missedAt) {
        boolean later = missedAt != null && (doubtedAt == null || missedAt.isAfter(doubtedAt));
        return new Fleet(coordinators, silent, heard, reachable, later ? missedAt : doubtedAt, lostNode);
    }

    /** The same with where another operator vanished. */
    public Fleet withLostNode(@Nullable String node) {
        return new Fleet(coordinators, silent, heard, apiServerReachable, doubtedAt, node);
    }
}
