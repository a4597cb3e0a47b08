package dev.loopkeeper.engine.coordinator.port;

import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Background work that goes on trying while the store is away: a store that is down delays a job and never ends it. Nobody is called back when
 * the coordinator is over (R12).
 */
public final class PatientWork {

    private static final long RETRY_MILLIS = 500;

    private final CoordinatorPorts ports;
    private final BooleanSupplier over;

    /** @param over whether the coordinator may do nothing any more */
    public PatientWork(CoordinatorPorts ports, BooleanSupplier over) {
        this.ports = ports;
        this.over = over;
    }

    /** Starts work; {@code done} hears on the coordinator's thread of its result, or of a failure that trying again does not mend. */
    public <T> void start(String name, Callable<T> work, Completion<T> done) {
        if (over.getAsBoolean()) {
            return;
        }
        ports.background().start(name, work, new Completion<T>() {
            @Override
            public void succeeded(T result) {
                if (!over.getAsBoolean()) {
                    done.succeeded(result);
                }
            }

            @Override
            public void failed(Exception cause) {
                if (over.getAsBoolean()) {
                    return;
                }
                if (isPassing(cause)) {
                    ports.after(RETRY_MILLIS, () -> PatientWork.this.start(name, work, done));
                } else {
                    done.failed(cause);
                }
            }
        });
    }

    /** Whether a store was away, which is no fault of the job's; inputs and outputs may be in one too. */
    public static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException store) {
                return store.kind() == StoreException.Kind.UNAVAILABLE || store.kind() == StoreException.Kind.UNCLEAR;
            }
        }
        return false;
    }
}
