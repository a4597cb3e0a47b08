package dev.loopkeeper.engine.http;

import dev.loopkeeper.provider.ListVersion;
import dev.loopkeeper.provider.ProviderState;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest state for the provider. One thread publishes, any number reads and waits; who is slow misses states between, never
 * the newest. Safe for all threads.
 */
public final class PublishedState {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private ProviderState newest;

    /** Begins with this state: a coordinator answers before it has claimed (K5). */
    public PublishedState(ProviderState first) {
        this.newest = first;
    }

    /**
     * Makes this state the newest and wakes who waits.
     *
     * @throws IllegalArgumentException if its version is not above the newest one's (K4)
     */
    public void publish(ProviderState state) {
        lock.lock();
        try {
            if (state.listVersion().compareTo(newest.listVersion()) <= 0) {
                throw new IllegalArgumentException("state " + state.listVersion() + " is published after "
                        + newest.listVersion() + ": versions must rise");
            }
            newest = state;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The newest state. */
    public ProviderState state() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is a state above this version, or until the time is over.
     *
     * @return the newest state, which after the time-out may be the one that is known already
     */
    public ProviderState awaitNewer(ListVersion known, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (newest.listVersion().compareTo(known) <= 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return newest;
        } finally {
            lock.unlock();
        }
    }
}
