package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.engine.work.BackgroundWork;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Background work that happens at some later time, and whose outcome is heard of later still. What a dead owner had begun may yet happen (a
 * zombie's upload), but nobody hears of it.
 */
final class SimulatedWork implements BackgroundWork {

    private final VirtualTime time;
    private final BooleanSupplier ownerAlive;
    private final Consumer<Runnable> onOwner;

    /** @param onOwner runs an action as the owner: now, or, where the owner is frozen, when it thaws */
    SimulatedWork(VirtualTime time, BooleanSupplier ownerAlive, Consumer<Runnable> onOwner) {
        this.time = time;
        this.ownerAlive = ownerAlive;
        this.onOwner = onOwner;
    }

    @Override
    public <T> void start(String name, Callable<T> work, Completion<T> done) {
        time.after(time.delay(6), () -> {
            T result;
            try {
                result = work.call();
            } catch (Exception failure) {
                time.after(time.delay(3), () -> tell(() -> done.failed(failure)));
                return;
            }
            time.after(time.delay(3), () -> tell(() -> done.succeeded(result)));
        });
    }

    private void tell(Runnable outcome) {
        if (ownerAlive.getAsBoolean()) {
            onOwner.accept(outcome);
        }
    }
}
