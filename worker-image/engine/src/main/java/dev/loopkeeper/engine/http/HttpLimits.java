package dev.loopkeeper.engine.http;

import java.time.Duration;

/**
 * What one client may cost the coordinator.
 *
 * @param bodyBytes the largest body that is read
 * @param exchanges how many requests are served at once; a connection with one more is closed
 * @param streams how many of them may be streams; one more is answered with 503
 * @param requestTime how long a request may take to arrive, and to be answered if it is no stream
 * @param writeTime how long a stream's reader may leave a line unread before it is dropped
 * @param signOfLife how often an unchanged stream says that the coordinator lives
 */
public record HttpLimits(
        int bodyBytes, int exchanges, int streams, Duration requestTime, Duration writeTime, Duration signOfLife) {

    /** The limits of the interface: a sign of life every second. */
    public static final HttpLimits STANDARD =
            new HttpLimits(16 << 20, 64, 8, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(1));

    public HttpLimits {
        if (bodyBytes < 1 || exchanges < 1 || streams < 1 || streams > exchanges) {
            throw new IllegalArgumentException("limits must be positive, and streams at most exchanges");
        }
    }
}
