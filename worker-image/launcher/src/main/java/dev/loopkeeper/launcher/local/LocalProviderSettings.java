package dev.loopkeeper.launcher.local;

import dev.loopkeeper.launcher.provider.Backoff;
import java.time.Duration;

/**
 * How a local provider watches over its coordinator.
 *
 * @param heartbeatTimeout a coordinator without a sign of life for this long is killed and replaced
 * @param startTimeout how long one may take from its start to its first sign of life
 * @param reapTimeout how long a killed one is waited for before it is replaced all the same
 * @param verdictTimeout how long one may go on after its verdict was acknowledged
 * @param restart the delays between the ends of coordinators and the starts of their replacements
 * @param healthyAfter a coordinator that has served for this long is well: the next delay is the first again
 * @param fruitlessStarts after so many coordinators in a row that ended before they claimed the job, the run ends
 */
public record LocalProviderSettings(
        Duration heartbeatTimeout,
        Duration startTimeout,
        Duration reapTimeout,
        Duration verdictTimeout,
        Backoff restart,
        Duration healthyAfter,
        int fruitlessStarts) {

    /** The usual ones, with the heartbeat time-out of the job file. */
    public static LocalProviderSettings standard(Duration heartbeatTimeout) {
        return new LocalProviderSettings(
                heartbeatTimeout,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                new Backoff(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(30)),
                Duration.ofSeconds(30),
                5);
    }

    public LocalProviderSettings {
        if (!heartbeatTimeout.isPositive() || !startTimeout.isPositive() || fruitlessStarts < 1) {
            throw new IllegalArgumentException("a provider's times and counts must be positive");
        }
    }
}
