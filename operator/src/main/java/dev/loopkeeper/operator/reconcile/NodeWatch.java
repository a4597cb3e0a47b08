package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.act.JobCluster;
import dev.loopkeeper.operator.reconcile.ApiServerWait.Pause;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one watch over the cluster's nodes, for all jobs together (K11). It has a thread of its own and holds up nothing: where it is refused that is one
 * line in the log, and jobs get no hints.
 */
final class NodeWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);

    static final Duration LOOK = Duration.ofSeconds(1);

    /** Rights may come later than the operator: asking for them is tried again. */
    static final Duration RETRY = Duration.ofMinutes(1);

    /** A node has tens of kilobytes before it is reduced: so many are read at a time. */
    private static final long PAGE = 100;

    private final KubernetesClient client;
    private final Clock clock;
    private final SuspectedNodes suspected;
    private final Pause pause;
    private final Consumer<String> warn;
    private final NodeReadiness readiness;
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread thread = Thread.ofVirtual().name("node-watch").unstarted(this::run);
    private @Nullable String told;

    NodeWatch(KubernetesClient client, Clock clock, SuspectedNodes suspected, Pause pause, Consumer<String> warn) {
        this.client = client;
        this.clock = clock;
        this.suspected = suspected;
        this.pause = pause;
        this.warn = warn;
        this.readiness = new NodeReadiness(clock);
    }

    /** Begins, unless it has; at once. Not called by operators that stand by (K24). Any thread. */
    void start() {
        if (started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                String trouble = trouble();
                if (Thread.interrupted()) {
                    // An interrupted request is no news of the API server.
                    throw new InterruptedException();
                }
                if (trouble == null) {
                    told = null;
                    LOG.info("Nodes are watched, for hints to jobs with workers on those that are not ready.");
                    watch();
                } else if (!trouble.equals(told)) {
                    told = trouble;
                    warn.accept(trouble);
                }
                pause.last(RETRY);
            }
        } catch (InterruptedException _) {
            // Closed.
        } finally {
            suspected.forget();
        }
    }

    /** Why nodes cannot be watched, in one line; null if they can. An informer that is refused writes stack traces: it is not started before. */
    private @Nullable String trouble() {
        try {
            NodeList some =
                    client.nodes().list(new ListOptionsBuilder().withLimit(1L).build());
            ListOptions fromNow = new ListOptionsBuilder()
                    .withResourceVersion(some.getMetadata().getResourceVersion())
                    .withTimeoutSeconds(1L)
                    .build();
            client.nodes().watch(fromNow, new NoEvents()).close();
            return null;
        } catch (KubernetesClientException e) {
            boolean refused = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
            return "Nodes are not watched, and jobs get no hints about them: "
                    + JobCluster.line(e)
                    + (refused ? ". The chart value watchNodes grants the right." : "");
        }
    }

    /** Until the API server refuses it. */
    private void watch() throws InterruptedException {
        readiness.forget();
        try (SharedIndexInformer<Node> informer = client.nodes().withLimit(PAGE).runnableInformer(0)) {
            informer.itemStore(new ReducedStore<>(CachedNode::of))
                    .exceptionHandler((_, failure) -> !refused(failure))
                    .addEventHandler(readiness)
                    .start();
            while (informer.isRunning()) {
                suspected.look(readiness.views(), informer.isWatching(), clock.instant());
                pause.last(LOOK);
            }
        } finally {
            suspected.forget();
        }
    }

    private static boolean refused(Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** For a watch that is opened only to see whether it may be. */
    private static final class NoEvents implements Watcher<Node> {

        @Override
        public void eventReceived(Action action, Node node) {
            // Nobody listens.
        }

        @Override
        public void onClose(WatcherException cause) {
            // It was opened, which is all that was asked.
        }
    }
}
