package dev.loopkeeper.launcher.provider;

import java.time.Duration;

/**
 * How a client behaves towards its coordinator.
 *
 * @param silence without any line for this long the coordinator is called silent, and dialled anew
 * @param answerTime how long a connect and the beginning of an answer may take
 * @param postInterval the least time between two posts of observations
 * @param reconnect the delays between tries to open the stream
 * @param lineBytes the longest line that is read
 */
public record ProviderClientSettings(
        Duration silence, Duration answerTime, Duration postInterval, Backoff reconnect, int lineBytes) {

    /** As a local run needs it, with this silence. */
    public static ProviderClientSettings local(Duration silence) {
        Backoff reconnect = new Backoff(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(1));
        return new ProviderClientSettings(silence, Duration.ofSeconds(5), Duration.ofSeconds(1), reconnect, 64 << 20);
    }

    public ProviderClientSettings {
        if (!silence.isPositive() || !answerTime.isPositive() || postInterval.isNegative() || lineBytes < 2) {
            throw new IllegalArgumentException("a client's times and sizes must be positive");
        }
    }
}
