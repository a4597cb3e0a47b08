package dev.loopkeeper.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One restart of a region after a failure.
 *
 * @param region the region's name
 * @param attempt the attempt that it started
 * @param time when the loss was detected, by the coordinator's clock
 */
public record Recovery(String region, int attempt, @Nullable Instant time, RecoveryMillis millis) {

    public Recovery {
        Values.text("region", region);
        Values.notNegative("attempt", attempt);
        millis = millis == null ? RecoveryMillis.NONE : millis;
    }
}
