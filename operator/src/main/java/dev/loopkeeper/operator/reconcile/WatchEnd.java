package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.act.RootCause;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Ends the operator when a watch has ended by itself: what is decided from then on would rest on what was true once, and nobody would notice. What is
 * started next lists anew; running jobs do not need an operator (R17). Watches that are interrupted go on by themselves and never come here (K24).
 */
@Singleton
@Unremovable
public final class WatchEnd implements InformerStoppedHandler {

    private final Consumer<String> log;
    private final Runnable end;

    @Inject
    public WatchEnd() {
        this(LoggerFactory.getLogger(WatchEnd.class)::error, () -> Quarkus.asyncExit(1));
    }

    /** @param end ends the process as failed; it must not wait for that, since it is called by a thread of the watch */
    WatchEnd(Consumer<String> log, Runnable end) {
        this.log = log;
        this.end = end;
    }

    /** @param failure null where the watch was told to end */
    @Override
    public void onStop(SharedIndexInformer informer, @Nullable Throwable failure) {
        if (failure != null) {
            log.accept("The watch over " + informer.getApiTypeClass().getSimpleName() + " has ended for good: "
                    + RootCause.line(failure) + ". The operator ends, to be started again.");
            end.run();
        }
    }
}
