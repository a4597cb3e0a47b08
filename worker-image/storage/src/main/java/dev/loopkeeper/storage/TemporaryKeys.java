package dev.loopkeeper.storage;

import io.minio.credentials.Credentials;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that expire, from a security token service or an agent (K16). They are renewed some time before that, in the background, so that a service
 * that is away for a while harms nobody; who needs keys when there are none waits. There is one renewal at a time, whose outcome all share that wait.
 */
final class TemporaryKeys implements SigningKeys {

    /** Asks the service. */
    @FunctionalInterface
    interface Exchange {
        Credentials newKeys() throws NoKeysException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryKeys.class);

    /** How long before their end keys are renewed, or a quarter of their life if that is less. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** A request must reach the store while its keys are good, by the store's clock. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** Between a failed renewal and the next one; until then its failure is that of all who ask. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** The same while there still are keys. */
    private static final Duration PAUSE_WITH_KEYS = Duration.ofSeconds(10);

    private static final Duration USUAL_LIFE = Duration.ofHours(1);

    private final ConnectionFailures service;
    private final Exchange exchange;
    private final Executor executor;
    private final InstantSource clock;

    // All guarded by this object's lock, which is never held during a call of the service.
    private @Nullable Held held;
    private @Nullable CompletableFuture<Credentials> renewal;
    private Instant pauseUntil = Instant.MIN;
    private boolean failing;

    /**
     * Asks for nothing yet.
     *
     * @param service what lines call the service
     * @param executor on which renewals run
     */
    TemporaryKeys(ConnectionFailures service, Exchange exchange, Executor executor, InstantSource clock) {
        this.service = service;
        this.exchange = exchange;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public Credentials ready(Duration atMost) throws Exception {
        CompletableFuture<Credentials> renewed;
        synchronized (this) {
            Instant now = clock.instant();
            Held present = held;
            if (present != null && now.isBefore(present.renewFrom())) {
                return present.keys();
            }
            renewed = renewal(now);
            if (present != null && now.isBefore(present.usableUntil())) {
                return present.keys();
            }
        }
        try {
            return renewed.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw NoKeysException.unanswered(service.late());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NoKeysException none ? none : e;
        }
    }

    @Override
    public synchronized Credentials fetch() {
        if (held == null) {
            throw new ProviderException("no keys yet");
        }
        return held.keys();
    }

    @Override
    public synchronized void accepted(Credentials used) {
        if (held != null && held.keys() == used && !held.accepted()) {
            held = new Held(used, held.renewFrom(), held.usableUntil(), true);
        }
    }

    /** Keys that were good once have expired or been revoked. New ones that are refused at once are no such case: those that follow were refused too. */
    @Override
    public synchronized boolean replaceRefused(Credentials used) {
        if (held == null || held.keys() != used) {
            return true;
        }
        if (!held.accepted()) {
            return false;
        }
        held = new Held(used, Instant.MIN, Instant.MIN, true);
        return true;
    }

    @Override
    public String advice() {
        return "check that it takes the keys that " + service.service() + " gives";
    }

    /** The one that is under way, or the last one while its failure counts, or a new one. With the lock held. */
    private CompletableFuture<Credentials> renewal(Instant now) {
        CompletableFuture<Credentials> last = renewal;
        if (last != null && (!last.isDone() || now.isBefore(pauseUntil))) {
            return last;
        }
        CompletableFuture<Credentials> next = new CompletableFuture<>();
        renewal = next;
        try {
            executor.execute(() -> renew(next));
        } catch (RejectedExecutionException e) {
            next.completeExceptionally(NoKeysException.forNow("the connection to the store is closed"));
        }
        return next;
    }

    private void renew(CompletableFuture<Credentials> outcome) {
        try {
            Credentials keys = exchange.newKeys();
            keep(keys);
            outcome.complete(keys);
        } catch (NoKeysException e) {
            pause(e);
            outcome.completeExceptionally(e);
        } catch (Throwable e) {
            outcome.completeExceptionally(e);
        }
    }

    private synchronized void keep(Credentials keys) {
        Instant now = clock.instant();
        @Nullable ZonedDateTime told = keys.expiration();
        Instant end = told == null ? now.plus(USUAL_LIFE) : told.toInstant();
        Duration quarter = Duration.between(now, end).dividedBy(4);
        Duration early = quarter.compareTo(EARLY) < 0 ? quarter : EARLY;
        Instant usableUntil = end.minus(MARGIN);
        Instant renewFrom = end.minus(early);
        held = new Held(keys, renewFrom.isBefore(usableUntil) ? renewFrom : usableUntil, usableUntil, false);
        pauseUntil = Instant.MIN;
        if (failing) {
            LOG.info("The store's keys are renewed; they last until {}", end);
        }
        failing = false;
    }

    private synchronized void pause(NoKeysException e) {
        Instant now = clock.instant();
        boolean serving = held != null && now.isBefore(held.usableUntil());
        pauseUntil = now.plus(serving ? PAUSE_WITH_KEYS : PAUSE);
        if (!failing && serving) {
            LOG.warn("The store's keys cannot be renewed yet: {}", e.getMessage());
        }
        failing = true;
    }

    /**
     * Keys and how long they serve.
     *
     * @param renewFrom when it is time to ask for others; not after {@code usableUntil}
     * @param usableUntil when they are no good any more
     * @param accepted whether the store has taken them
     */
    private record Held(Credentials keys, Instant renewFrom, Instant usableUntil, boolean accepted) {}
}
