package dev.loopkeeper.e2e.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Keys that expire: the same access key for all, with a session token of its own for each time that they are given. Safe for all threads. */
final class Sessions {

    /** The client counts keys as used up ten seconds before their end, so that these serve for two. */
    static final Duration LIFE = Duration.ofSeconds(12);

    private final Map<String, Instant> ends = new ConcurrentHashMap<>();

    record Session(String token, Instant end) {}

    Session open() {
        Session session =
                new Session("session-" + UUID.randomUUID(), Instant.now().plus(LIFE));
        ends.put(session.token(), session.end());
        return session;
    }

    boolean known(String token) {
        return ends.containsKey(token);
    }

    boolean expired(String token) {
        return Instant.now().isAfter(ends.get(token));
    }
}
