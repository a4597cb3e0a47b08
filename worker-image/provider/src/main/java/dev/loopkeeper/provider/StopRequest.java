package dev.loopkeeper.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The provider's wish that the run ends. It stands in every observation until the verdict has come.
 *
 * @param id tells one request from the next; the same request has the same id each time it is posted
 * @param snapshot whether a stop snapshot is taken first
 * @param rescalable whether the snapshot must allow another parallelism, so that rounds stop at a round's end
 * @param deadline when the run ends with or without the snapshot, by the provider's clock; null for the time-out of the job's
 *     snapshots or, where the snapshot must be rescalable, for as long as it takes
 * @param reason one line for people
 */
public record StopRequest(
        String id,
        boolean snapshot,
        boolean rescalable,
        @Nullable Instant deadline,
        String reason) {

    public StopRequest {
        Values.text("id", id);
        reason = reason == null ? "" : ProviderProtocol.beginning(reason, ProviderProtocol.MAX_MESSAGE);
    }
}
