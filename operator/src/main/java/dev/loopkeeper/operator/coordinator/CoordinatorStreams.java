package dev.loopkeeper.operator.coordinator;

import dev.loopkeeper.operator.decide.Timing;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.observe.Fleet;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.Observations;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The ways to all coordinators. A stream is opened when its job is first reconciled, never before: an operator that stands by has none (K24). Safe
 * for all threads.
 */
public final class CoordinatorStreams implements AutoCloseable {

    private static final long SILENCE_CHECK_MILLIS = 250;
    private static final long JITTER_MILLIS = 500;

    private final Vertx vertx;
    private final Clock clock;
    private final Consumer<JobIdentity> changed;
    private final Map<String, Open> byPod = new ConcurrentHashMap<>();
    private final AtomicBoolean heard = new AtomicBoolean();
    private final long silenceTimer;

    private record Open(JobIdentity job, CoordinatorTrust trust, CoordinatorStream stream) {}

    /** @param changed called with a job whose coordinator has said something new or fallen silent, on an event loop: it must not block */
    public CoordinatorStreams(Vertx vertx, Clock clock, Consumer<JobIdentity> changed) {
        this.vertx = vertx;
        this.clock = clock;
        this.changed = changed;
        this.silenceTimer = vertx.setPeriodic(SILENCE_CHECK_MILLIS, _ -> tellSilence());
    }

    private void tellSilence() {
        Instant now = clock.instant();
        for (Open open : byPod.values()) {
            if (open.stream.newlySilent(now, Timing.FIRST_LINE)) {
                changed.accept(open.job);
            }
        }
    }

    /**
     * Listens to the coordinator in this pod, if that is not done already. With other certificates than before it is dialed anew.
     *
     * @param host the pod's address: a Service would lead to whichever coordinator is selected (K7)
     */
    public void listen(
            JobIdentity job, String podUid, String host, int port, CoordinatorTrust trust, Duration heartbeatTimeout) {
        byPod.compute(podUid, (_, open) -> {
            if (open != null && open.trust.equals(trust)) {
                return open;
            }
            if (open != null) {
                open.stream.close();
            }
            CoordinatorStream stream = new CoordinatorStream(
                    vertx, podUid, host, port, trust, heartbeatTimeout, clock, () -> tell(job, podUid));
            stream.start(ThreadLocalRandom.current().nextLong(JITTER_MILLIS));
            return new Open(job, trust, stream);
        });
    }

    private void tell(JobIdentity job, String podUid) {
        Open open = byPod.get(podUid);
        if (open != null && open.stream.view().heardAt() != null) {
            heard.set(true);
        }
        changed.accept(job);
    }

    /** Closes the streams of this job but those to these pods. */
    public void retain(JobIdentity job, Set<String> podUids) {
        byPod.forEach((podUid, open) -> {
            if (open.job.equals(job) && !podUids.contains(podUid) && byPod.remove(podUid, open)) {
                open.stream.close();
            }
        });
    }

    /** What was heard of this job's coordinators. */
    public List<StreamView> views(JobIdentity job) {
        return byPod.values().stream()
                .filter(open -> open.job.equals(job))
                .map(open -> open.stream.view())
                .toList();
    }

    /** All of them together (K5). */
    public Fleet fleet(boolean apiServerReachable) {
        Instant now = clock.instant();
        int silent = (int) byPod.values().stream()
                .filter(open -> open.stream.silent(now, Timing.FIRST_LINE))
                .count();
        return new Fleet(byPod.size(), silent, heard.get(), apiServerReachable);
    }

    /** These observations are to be posted to the coordinator in this pod; nothing happens if it is not listened to. */
    public void report(String podUid, Observations observations) {
        Open open = byPod.get(podUid);
        if (open != null) {
            open.stream.report(observations);
        }
    }

    @Override
    public void close() {
        vertx.cancelTimer(silenceTimer);
        byPod.values().forEach(open -> open.stream.close());
        byPod.clear();
    }
}
