package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.engine.http.CoordinatorHttpServer;
import dev.loopkeeper.engine.http.CoordinatorView;
import dev.loopkeeper.engine.http.HttpEndpoint;
import dev.loopkeeper.engine.http.HttpLimits;
import dev.loopkeeper.engine.http.PublishedState;
import dev.loopkeeper.provider.JobPhase;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.SnapshotTotals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers in a coordinator's place while its program is fetched and planned, if that takes long: a provider that heard nothing would replace the
 * process, and the next one would begin again (K5). Most coordinators have begun before, so that their provider need not dial twice. Safe for all
 * threads.
 */
public final class CoordinatorPreparation implements AutoCloseable {

    /** For so long nobody minds that a new coordinator says nothing. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorPreparation.class);

    private final HttpEndpoint endpoint;
    private final CoordinatorView view;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("coordinator-preparation").factory());
    private boolean over;
    private @Nullable CoordinatorHttpServer server;

    private CoordinatorPreparation(HttpEndpoint endpoint, CoordinatorView view) {
        this.endpoint = endpoint;
        this.view = view;
    }

    /**
     * Answers at the endpoint from the end of the patience until it is closed, which has to be before the coordinator starts there.
     *
     * @param doing what takes its time, for people
     */
    public static CoordinatorPreparation begin(
            HttpEndpoint endpoint, String job, long epoch, String doing, Duration patience) {
        CoordinatorPreparation preparation = new CoordinatorPreparation(endpoint, new Unprepared(job, epoch, doing));
        preparation.timer.schedule(preparation::answer, patience.toMillis(), TimeUnit.MILLISECONDS);
        return preparation;
    }

    private synchronized void answer() {
        if (over) {
            return;
        }
        try {
            server = CoordinatorHttpServer.start(endpoint, view, HttpLimits.STANDARD);
        } catch (IOException e) {
            // The coordinator will find the same, and says it to who can do something about it.
            LOG.warn("Nobody hears that this coordinator is being prepared: {}", e.getMessage());
        }
    }

    /** Ends all streams and closes the port. */
    @Override
    public synchronized void close() {
        over = true;
        timer.shutdownNow();
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private record Unprepared(JobStatus status, PublishedState states) implements CoordinatorView {

        Unprepared(String job, long epoch, String doing) {
            this(
                    new JobStatus(
                            ProviderProtocol.VERSION,
                            job,
                            JobPhase.CLAIMING,
                            null,
                            epoch,
                            0,
                            "",
                            null,
                            null,
                            null,
                            0,
                            0,
                            0,
                            0,
                            SnapshotTotals.NONE,
                            0,
                            List.of(),
                            List.of(),
                            List.of()),
                    new PublishedState(ProviderState.preparing(job, epoch, doing)));
        }

        /** Of workers it knows nothing, and the coordinator will be told everything again. */
        @Override
        public void observe(Observations observations) {}

        @Override
        public String planJson() {
            return "{}";
        }

        @Override
        public String metrics() {
            return "";
        }

        @Override
        public boolean ready() {
            return false;
        }
    }
}
