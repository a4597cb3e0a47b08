package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.act.RootCause;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the watches, in place of the extension, when the API server answers (K24). That is done on a thread of its own: Quarkus obeys no signal before
 * its own start is over, and the watches of an API server that is away take minutes to start.
 */
@Singleton
public final class OperatorStart {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorStart.class);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final Operator operator;
    private final Thread thread;
    private volatile boolean started;
    private volatile boolean stopping;

    @Inject
    OperatorStart(Operator operator) {
        this.operator = operator;
        this.thread = Thread.ofPlatform().daemon().name("operator-start").unstarted(this::run);
    }

    void onStart(@Observes StartupEvent event) {
        thread.start();
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(STOP);
        // What the operator itself says of its start is not to be had before that is over.
        if (started) {
            operator.stop();
        }
    }

    private void run() {
        try {
            var client = operator.getKubernetesClient();
            new ApiServerWait(() -> ApiServerWait.trouble(client), Thread::sleep, LOG::warn).untilItAnswers();
            operator.start();
            started = true;
        } catch (InterruptedException _) {
            LOG.info("The operator ends before it was started.");
        } catch (RuntimeException | Error e) {
            if (!stopping) {
                // The API server is away again, or refuses: what is started next waits for it.
                LOG.error("The operator ends, as it could not be started: {}", RootCause.line(e));
                Quarkus.asyncExit(1);
            }
        }
    }
}
