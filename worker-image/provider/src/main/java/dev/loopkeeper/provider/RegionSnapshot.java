package dev.loopkeeper.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed snapshot of a region.
 *
 * @param id its number, {@code <claim>-<n>}
 * @param time when it was committed, by the coordinator's clock
 * @param bytes what was uploaded for it
 * @param millis from trigger to commit
 */
public record RegionSnapshot(String id, @Nullable Instant time, long bytes, long millis) {

    public RegionSnapshot {
        Values.text("id", id);
        Values.notNegative("bytes", bytes);
        Values.notNegative("millis", millis);
    }
}
