package dev.loopkeeper.engine.runtime;

import java.time.Duration;
import java.util.Optional;

/** Notices a slot whose thread does not come back from a call of the program's code. Belongs to one thread, which asks now and then. */
public final class StuckWatch {

    private final SlotThread slot;
    private final Duration limit;
    private long iterations = -1;
    private long since;
    private boolean told;

    public StuckWatch(SlotThread slot, Duration limit) {
        this.slot = slot;
        this.limit = limit;
    }

    /**
     * Looks at the slot.
     *
     * @param now by {@link System#nanoTime}
     * @return one line that says where the slot is stuck, once for each time it is
     */
    public Optional<String> look(long now) {
        long current = slot.iterations();
        if (current != iterations) {
            iterations = current;
            since = now;
            told = false;
            return Optional.empty();
        }
        if (told || now - since < limit.toNanos()) {
            return Optional.empty();
        }
        told = true;
        return Optional.of("slot " + slot.index() + " has not come back for "
                + Duration.ofNanos(now - since).toSeconds() + " s, it is at " + place(slot.stackTrace())
                + "; code of a program must not block: nothing moves at this slot, and no snapshot is taken");
    }

    private static String place(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            String type = frame.getClassName();
            if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("dev.loopkeeper.engine.")) {
                return frame.toString();
            }
        }
        return frames.length == 0 ? "its start" : frames[0].toString();
    }
}
