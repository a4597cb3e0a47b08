package dev.loopkeeper.engine.runtime;

import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.task.Slot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns a slot: runs what it is handed, in order, and lets the slot step while there is anything to do; parks otherwise.
 * Whoever has news for the slot calls {@link #wake}, which costs nothing while the thread is awake.
 */
public final class SlotThread implements Executor {

    /** How long it parks at most while a source has to be asked again. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long it parks at most otherwise; everything that changes anything wakes it, so this only bounds what is not foreseen. */
    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often it looks for news before it parks: a few microseconds, less than parking and being woken costs. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;

    private static final int MAILBOX_CHUNK = 64;

    private static final int AWAKE = 0;
    private static final int SIGNALLED = 1;
    private static final int PARKED = 2;

    private static final VarHandle STATE;
    private static final VarHandle ITERATIONS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(SlotThread.class, "state", int.class);
            ITERATIONS = lookup.findVarHandle(SlotThread.class, "iterations", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final int index;
    private final Thread thread;
    private final MpscUnboundedAtomicArrayQueue<Runnable> mailbox = new MpscUnboundedAtomicArrayQueue<>(MAILBOX_CHUNK);

    private volatile int state = SIGNALLED;
    private volatile long iterations;
    private volatile boolean countersWanted;
    private volatile SlotCounters counters = SlotCounters.NONE;

    // The thread's own.
    private @Nullable SlotHost host;
    private @Nullable Slot slot;
    private boolean stopping;
    private boolean countersStale;

    /** @param index the task index that the slot runs */
    public SlotThread(String name, int index) {
        this.index = index;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public int index() {
        return index;
    }

    /** Starts the thread, once. What was handed to it before waits until the slot is built. */
    public void start(SlotHost slotHost) {
        host = slotHost;
        thread.start();
    }

    /** Hands over an action; dropped after the end. Any thread. */
    @Override
    public void execute(Runnable action) {
        mailbox.offer(action);
        wake();
    }

    /** Hands over an action on the slot; dropped if it could not be built. Any thread. */
    public void onSlot(Consumer<Slot> action) {
        execute(() -> {
            if (slot != null) {
                action.accept(slot);
            }
        });
    }

    /** Makes the slot step again soon. Any thread, cheap. */
    public void wake() {
        // Against the fence in take(): either the reader of this flag sees the news, or this sees that the flag was
        // taken.
        VarHandle.fullFence();
        if (state != SIGNALLED && (int) STATE.getAndSet(this, SIGNALLED) == PARKED) {
            LockSupport.unpark(thread);
        }
    }

    /** What the slot has done by about now: as of the last call, if the thread runs. Any thread. */
    public SlotCounters counters() {
        countersWanted = true;
        return counters;
    }

    /**
     * How often the thread has gone round. It goes round several times a second even if there is nothing to do: one that does not is inside of
     * one call of the program's code.
     */
    public long iterations() {
        return iterations;
    }

    /** Where the thread is. */
    public StackTraceElement[] stackTrace() {
        return thread.getStackTrace();
    }

    /** Makes the thread close the slot and end, behind what it was handed before. Does not wait. Any thread. */
    public void stop() {
        execute(() -> stopping = true);
    }

    /** Waits for the end; a thread that is not started has ended. Interrupts the program's code after half the time. */
    public boolean awaitEnd(Duration time) throws InterruptedException {
        if (thread.getState() == Thread.State.NEW) {
            return true;
        }
        Duration half = time.dividedBy(2);
        if (thread.join(half)) {
            return true;
        }
        thread.interrupt();
        return thread.join(half);
    }

    private void run() {
        SlotHost owner = host;
        if (owner == null) {
            return;
        }
        try {
            slot = owner.build();
        } catch (Throwable e) {
            owner.failed(e);
        }
        while (!stopping) {
            ITERATIONS.setRelease(this, iterations + 1);
            take();
            if (!iterate(owner)) {
                idle(owner);
            }
        }
        close(owner);
    }

    /** Takes the signal, before looking at anything that the signal may be about. */
    private void take() {
        if (state == SIGNALLED) {
            state = AWAKE;
        }
        VarHandle.fullFence();
    }

    private boolean iterate(SlotHost owner) {
        boolean progress = false;
        try {
            Runnable action = mailbox.poll();
            while (action != null) {
                progress = true;
                action.run();
                action = stopping ? null : mailbox.poll();
            }
            if (slot != null && !stopping) {
                progress |= slot.step();
                owner.flush();
            }
        } catch (Throwable e) {
            owner.failed(e);
        }
        countersStale |= progress;
        if (countersWanted) {
            countersWanted = false;
            count();
        }
        return progress;
    }

    private void count() {
        if (slot != null) {
            counters = slot.counters();
        }
        countersStale = false;
    }

    private void idle(SlotHost owner) {
        for (int spin = 0; spin < SPINS; spin++) {
            if (state == SIGNALLED) {
                return;
            }
            Thread.onSpinWait();
        }
        if (countersStale) {
            count();
        }
        if (STATE.compareAndSet(this, AWAKE, PARKED)) {
            LockSupport.parkNanos(this, owner.polls() ? POLL_NANOS : PARK_NANOS);
            STATE.compareAndSet(this, PARKED, AWAKE);
        }
    }

    private void close(SlotHost owner) {
        try {
            if (slot != null) {
                counters = slot.counters();
                slot.close();
            }
        } catch (Throwable e) {
            owner.failed(e);
        }
    }
}
