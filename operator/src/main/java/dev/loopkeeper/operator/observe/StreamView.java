package dev.loopkeeper.operator.observe;

import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.ProviderState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this operator process has heard of a coordinator. Times are of the operator's clock.
 *
 * @param podUid of the coordinator's pod
 * @param dialedAt when it was first dialed
 * @param heardAt when its last line came; null if none ever came to this process
 * @param state the newest; null before the first
 * @param progress the coordinator's own account of the job, if it was asked for
 * @param problem why nothing is heard, in one line; null if nothing is wrong
 */
public record StreamView(
        String podUid,
        Instant dialedAt,
        @Nullable Instant heardAt,
        @Nullable ProviderState state,
        @Nullable JobStatus progress,
        @Nullable String problem) {}
