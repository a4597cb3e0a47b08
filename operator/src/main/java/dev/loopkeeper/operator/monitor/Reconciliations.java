package dev.loopkeeper.operator.monitor;

import dev.loopkeeper.operator.model.JobIdentity;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The reconciliations that are under way, and since when. Safe for all threads. */
@Singleton
public final class Reconciliations {

    private final Map<JobIdentity, Instant> running = new ConcurrentHashMap<>();
    private final Clock clock;

    /** One that goes by the machine's clock. */
    @Inject
    public Reconciliations() {
        this(Clock.systemUTC());
    }

    Reconciliations(Clock clock) {
        this.clock = clock;
    }

    /** One has begun; it ends when what this gives is closed. */
    public Running begin(JobIdentity job) {
        running.put(job, clock.instant());
        return () -> running.remove(job);
    }

    /** Ends without an exception. */
    @FunctionalInterface
    public interface Running extends AutoCloseable {

        @Override
        void close();
    }

    /** The job whose reconciliation has lasted longest, if it has lasted longer than this. */
    Optional<JobIdentity> lasting(Duration limit) {
        Instant before = clock.instant().minus(limit);
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(before))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }
}
