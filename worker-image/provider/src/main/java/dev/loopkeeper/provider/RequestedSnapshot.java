package dev.loopkeeper.provider;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link SnapshotRequest}: which snapshots were taken for it. They are kept, whatever {@code retain} says, until the next request is
 * answered; the answer stands in the store and is told by every later coordinator.
 *
 * @param token of the request
 * @param time when the last of them was committed, by the coordinator's clock
 * @param snapshots by region, the snapshot that was begun after the request was read and is committed; of a region that had finished, its last one
 */
public record RequestedSnapshot(String token, @Nullable Instant time, Map<String, String> snapshots) {

    public RequestedSnapshot {
        Values.text("token", token);
        snapshots = snapshots == null ? Map.of() : Map.copyOf(snapshots);
    }
}
