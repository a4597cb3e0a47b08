package dev.loopkeeper.engine.exchange;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A slot's thread as the engine runs it: steps while there is something to do, parks until woken when there is not. It parks without a
 * time-out, so that a lost wake-up is a test that does not end in time and not one that is merely slow.
 */
public final class SlotThread implements AutoCloseable {

    private final Thread thread;
    private volatile boolean woken;
    private volatile boolean stopped;
    private volatile Throwable failure;

    /**
     * @param step returns whether there was anything to do
     * @param finished asked after each step; the thread ends when it is true
     */
    public SlotThread(String name, BooleanSupplier step, BooleanSupplier finished) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                while (!stopped && !finished.getAsBoolean()) {
                    if (!step.getAsBoolean()) {
                        while (!woken && !stopped) {
                            LockSupport.park(this);
                        }
                        woken = false;
                    }
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
        });
    }

    public SlotThread start() {
        thread.start();
        return this;
    }

    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /** Waits until it has finished by itself; throws what it has thrown. */
    public void join(Duration timeout) throws InterruptedException {
        boolean ended = thread.join(timeout);
        if (failure != null) {
            throw new AssertionError(thread.getName() + " failed", failure);
        }
        if (!ended) {
            AssertionError hang = new AssertionError(thread.getName() + " has not finished within " + timeout);
            hang.setStackTrace(thread.getStackTrace());
            throw hang;
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        wake();
        thread.join(Duration.ofSeconds(5));
    }
}
