package dev.loopkeeper.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether a task may process another record. Asked between records only (R5): what one record emits is taken whole, so that triggers and
 * waves always find a task between records.
 */
final class Backpressure {

    private final List<BooleanSupplier> outlets = new ArrayList<>();
    private boolean full;

    /** Adds a way out that must be ready before the next record. */
    void add(BooleanSupplier ready) {
        outlets.add(ready);
    }

    /** Told by a way out that has just taken its last. */
    void raise() {
        full = true;
    }

    /** The answer as of the last look, one field read: for the loop over records. */
    boolean full() {
        return full;
    }

    /** Looks again at all ways out. */
    boolean refresh() {
        full = false;
        for (BooleanSupplier outlet : outlets) {
            if (!outlet.getAsBoolean()) {
                full = true;
                break;
            }
        }
        return full;
    }
}
