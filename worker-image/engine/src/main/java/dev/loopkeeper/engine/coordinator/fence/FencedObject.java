package dev.loopkeeper.engine.coordinator.fence;

import dev.loopkeeper.engine.codec.CorruptDataException;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.snapshot.Fenced;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoredObject;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An object in the store that fences (R12): changed by conditional writes only, one after the other. After a refusal or an unclear answer
 * it reads back: its own nonce means done, the old value means try again, anything else means that another coordinator was here.
 * Belongs to the coordinator's thread.
 */
public final class FencedObject<V extends Fenced<V>> {

    private static final long FIRST_RETRY_MILLIS = 50;
    private static final long LAST_RETRY_MILLIS = 5_000;

    private final String key;
    private final Class<V> type;
    private final CoordinatorPorts ports;
    private final Deque<Update<V>> queue = new ArrayDeque<>();
    private boolean busy;
    private boolean known;
    private boolean stopped;
    private V value;
    private String etag;
    private long retryMillis = FIRST_RETRY_MILLIS;

    public FencedObject(String key, Class<V> type, CoordinatorPorts ports) {
        this.key = key;
        this.type = type;
        this.ports = ports;
    }

    /** Takes the outcome of an update, on the coordinator's thread. */
    public interface Outcome<V> {

        /** The write is done; {@code replaced} is what stood there before, or null. */
        void written(V replaced, V now);

        /** Another writer was here. */
        void fenced(V found);

        /** The store cannot be reached for now; the update goes on trying. */
        default void delayed(StoreException cause) {}

        /** The store refuses, and trying again would not help. */
        void refused(StoreException cause);

        /** An outcome that goes on with what was written, and leaves all else to whoever ends the coordinator. */
        static <V> Outcome<V> of(Consumer<V> written, FenceListener otherwise) {
            return new Outcome<>() {
                @Override
                public void written(V replaced, V now) {
                    written.accept(now);
                }

                @Override
                public void fenced(V found) {
                    otherwise.fenced(String.valueOf(found));
                }

                @Override
                public void delayed(StoreException cause) {
                    otherwise.delayed(cause.getMessage());
                }

                @Override
                public void refused(StoreException cause) {
                    otherwise.refused(cause.getMessage());
                }
            };
        }
    }

    /**
     * @param takeOver whether a value of another writer is taken as the new ground (a claim) and not as a fence
     */
    private record Update<V>(UnaryOperator<V> change, boolean takeOver, Outcome<V> outcome) {}

    /** Replaces the value by what the change makes of it; of null where there is none. */
    public void update(UnaryOperator<V> change, Outcome<V> outcome) {
        enqueue(new Update<>(change, false, outcome));
    }

    /** Replaces the value whoever wrote it; the change must raise its claim. */
    public void takeOver(UnaryOperator<V> change, Outcome<V> outcome) {
        enqueue(new Update<>(change, true, outcome));
    }

    /** Writes nothing any more. A write that is under way cannot be called back; its precondition judges it. */
    public void stop() {
        stopped = true;
        queue.clear();
    }

    private void enqueue(Update<V> update) {
        queue.add(update);
        next();
    }

    private void next() {
        if (busy || stopped || queue.isEmpty()) {
            return;
        }
        busy = true;
        Update<V> update = queue.poll();
        if (known) {
            begin(update);
        } else {
            read(() -> begin(update), update);
        }
    }

    /** A claim never goes back: a value of a higher one is a fence even for who takes over. */
    private void begin(Update<V> update) {
        V next = update.change().apply(value).withNonce(ports.nonce());
        if (value != null && value.claim() > next.claim()) {
            busy = false;
            update.outcome().fenced(value);
        } else {
            write(update, next);
        }
    }

    private void write(Update<V> update, V next) {
        Precondition condition = etag == null ? new Precondition.Absent() : new Precondition.Matches(etag);
        V replaced = value;
        ports.background()
                .start(
                        "write " + key,
                        () -> ports.store().putIf(key, StoredValues.encode(next), condition),
                        new Completion<ConditionalPut>() {
                            @Override
                            public void succeeded(ConditionalPut result) {
                                if (stopped) {
                                    return;
                                }
                                switch (result) {
                                    case ConditionalPut.Written written -> done(update, replaced, next, written.etag());
                                    case ConditionalPut.Refused refused -> readBack(update, replaced, next);
                                }
                            }

                            @Override
                            public void failed(Exception cause) {
                                if (stopped) {
                                    return;
                                }
                                // Whatever went wrong, the write may have been done: only reading tells.
                                if (giveUp(update, cause)) {
                                    return;
                                }
                                later(() -> readBack(update, replaced, next));
                            }
                        });
    }

    private void readBack(Update<V> update, V replaced, V next) {
        read(
                () -> {
                    if (value != null && value.nonce().equals(next.nonce())) {
                        done(update, replaced, next, etag);
                    } else if (same(value, replaced)) {
                        write(update, next);
                    } else if (update.takeOver()) {
                        begin(update);
                    } else {
                        busy = false;
                        update.outcome().fenced(value);
                    }
                },
                update);
    }

    private static boolean same(Fenced<?> left, Fenced<?> right) {
        return left == null ? right == null : right != null && left.nonce().equals(right.nonce());
    }

    private void done(Update<V> update, V replaced, V now, String newEtag) {
        known = true;
        value = now;
        etag = newEtag;
        busy = false;
        retryMillis = FIRST_RETRY_MILLIS;
        update.outcome().written(replaced, now);
        next();
    }

    private void read(Runnable found, Update<V> update) {
        ports.background().start("read " + key, this::fetch, new Completion<Found<V>>() {
            @Override
            public void succeeded(Found<V> content) {
                if (stopped) {
                    return;
                }
                known = true;
                value = content.value();
                etag = content.etag();
                retryMillis = FIRST_RETRY_MILLIS;
                found.run();
            }

            @Override
            public void failed(Exception cause) {
                if (!stopped && !giveUp(update, cause)) {
                    later(() -> read(found, update));
                }
            }
        });
    }

    private record Found<V>(V value, String etag) {}

    private Found<V> fetch() throws StoreException {
        Optional<StoredObject> found = ports.store().get(key);
        if (found.isEmpty()) {
            return new Found<>(null, null);
        }
        try {
            return new Found<>(
                    StoredValues.decode(key, found.get().content(), type),
                    found.get().etag());
        } catch (CorruptDataException e) {
            throw new StoreException(StoreException.Kind.CORRUPT, e.getMessage());
        }
    }

    private boolean giveUp(Update<V> update, Exception cause) {
        if (cause instanceof StoreException failure) {
            switch (failure.kind()) {
                case UNAVAILABLE, UNCLEAR, MISSING -> {
                    update.outcome().delayed(failure);
                    return false;
                }
                case DENIED, NO_BUCKET, CORRUPT, UNSUPPORTED -> {
                    busy = false;
                    update.outcome().refused(failure);
                    return true;
                }
            }
        }
        return false;
    }

    private void later(Runnable action) {
        long delay = Math.round(retryMillis * (0.5 + ports.random()));
        retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
        ports.after(delay, () -> {
            if (!stopped) {
                action.run();
            }
        });
    }
}
