package dev.loopkeeper.operator.coordinator;

import dev.loopkeeper.operator.decide.SelfSuspicion;
import dev.loopkeeper.operator.decide.SilenceSurvey;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    private final Map<JobIdentity, Map<String, Open>> byJob = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean heard = new AtomicBoolean();
    private final long silenceTimer;
    private volatile @Nullable Surveyed surveyed;

    private record Surveyed(Instant at, SilenceSurvey survey) {}

    private record Open(CoordinatorTrust trust, CoordinatorStream stream) {}

    /** @param changed called with a job whose coordinator has said something new or fallen silent, on an event loop: it must not block */
    public CoordinatorStreams(Vertx vertx, Clock clock, Consumer<JobIdentity> changed) {
        this.vertx = vertx;
        this.clock = clock;
        this.changed = changed;
        this.silenceTimer = vertx.setPeriodic(SILENCE_CHECK_MILLIS, _ -> tellSilence());
    }

    private void tellSilence() {
        Instant now = clock.instant();
        doubt(now);
        byJob.forEach((job, streams) -> {
            for (Open one : streams.values()) {
                if (one.stream.newlySilent(now, Timing.FIRST_LINE)) {
                    changed.accept(job);
                }
            }
        });
    }

    /** Notes for each coordinator that is quiet together with many others that this process may be deaf: what it hears of that one says nothing (K5). */
    private void doubt(Instant now) {
        List<CoordinatorStream> quiet =
                all().filter(stream -> stream.quiet(now, SilenceSurvey.QUIET)).toList();
        if (SelfSuspicion.many(quiet.size(), open.get())) {
            SilenceSurvey survey = survey(now);
            quiet.forEach(stream -> together(stream, survey, now));
        }
    }

    /**
     * How many fell silent together with this one. A job's time-out may be over before its coordinator is quiet: until then some that are well count
     * too, so that nothing is replaced, but they are no reason to doubt what this process hears (K5).
     */
    private int together(CoordinatorStream stream, SilenceSurvey survey, Instant now) {
        Instant heardAt = stream.view().heardAt();
        int silent = heardAt == null ? 0 : survey.with(heardAt);
        if (stream.quiet(now, SilenceSurvey.QUIET) && SelfSuspicion.many(silent, open.get())) {
            stream.doubt(now);
        }
        return silent;
    }

    /** One for all jobs that ask within a moment: when a thousand are silent together, each asks every second. */
    private SilenceSurvey survey(Instant now) {
        Surveyed known = surveyed;
        if (known == null || Duration.between(known.at, now).toMillis() >= SILENCE_CHECK_MILLIS) {
            known = new Surveyed(
                    now,
                    SilenceSurvey.of(all().map(stream -> stream.view().heardAt())
                            .filter(Objects::nonNull)
                            .toList()));
            surveyed = known;
        }
        return known.survey;
    }

    private Stream<CoordinatorStream> all() {
        return byJob.values().stream()
                .flatMap(streams -> streams.values().stream())
                .map(one -> one.stream);
    }

    /**
     * Listens to the coordinator in this pod, if that is not done already. With other certificates than before it is dialed anew.
     *
     * @param host the pod's address: a Service would lead to whichever coordinator is selected (K7)
     */
    public void listen(
            JobIdentity job, String podUid, String host, int port, CoordinatorTrust trust, Duration heartbeatTimeout) {
        byJob.computeIfAbsent(job, _ -> new ConcurrentHashMap<>()).compute(podUid, (_, before) -> {
            if (before != null && before.trust.equals(trust)) {
                before.stream.heartbeatTimeout(heartbeatTimeout);
                return before;
            }
            if (before == null) {
                open.incrementAndGet();
            } else {
                before.stream.close();
            }
            CoordinatorStream stream = new CoordinatorStream(
                    vertx, podUid, host, port, trust, heartbeatTimeout, clock, one -> tell(job, one));
            stream.start(ThreadLocalRandom.current().nextLong(JITTER_MILLIS));
            return new Open(trust, stream);
        });
    }

    private void tell(JobIdentity job, CoordinatorStream stream) {
        if (stream.view().heardAt() != null) {
            heard.set(true);
        }
        changed.accept(job);
    }

    /** Closes the streams of this job but those to these pods. */
    public void retain(JobIdentity job, Set<String> podUids) {
        Map<String, Open> streams = of(job);
        streams.forEach((podUid, one) -> {
            if (!podUids.contains(podUid) && streams.remove(podUid, one)) {
                open.decrementAndGet();
                one.stream.close();
            }
        });
        byJob.computeIfPresent(job, (_, left) -> left.isEmpty() ? null : left);
    }

    private Map<String, Open> of(JobIdentity job) {
        return byJob.getOrDefault(job, Map.of());
    }

    /** What was heard of this job's coordinators. */
    public List<StreamView> views(JobIdentity job) {
        return of(job).values().stream().map(one -> one.stream.view()).toList();
    }

    /** All of them as this job is to see them (K5); the others are looked at only if its own is silent. The API server counts as reachable. */
    public Fleet fleet(JobIdentity job) {
        Instant now = clock.instant();
        List<CoordinatorStream> own = of(job).values().stream()
                .map(one -> one.stream)
                .filter(stream -> stream.silent(now, Timing.FIRST_LINE))
                .toList();
        int silent = 0;
        @Nullable Instant doubtedAt = null;
        if (!own.isEmpty()) {
            SilenceSurvey survey = survey(now);
            for (CoordinatorStream stream : own) {
                boolean ever = stream.view().heardAt() != null;
                silent = Math.max(silent, ever ? together(stream, survey, now) : fleet().silent());
                Instant doubted = stream.doubtedAt();
                doubtedAt = doubtedAt == null || (doubted != null && doubted.isAfter(doubtedAt)) ? doubted : doubtedAt;
            }
        }
        return new Fleet(open.get(), silent, heard.get(), true, doubtedAt, null);
    }

    /** All of them, and how many of them are silent. */
    public Fleet fleet() {
        Instant now = clock.instant();
        int silent = (int)
                all().filter(stream -> stream.silent(now, Timing.FIRST_LINE)).count();
        return new Fleet(open.get(), silent, heard.get(), true, null, null);
    }

    /** These observations are to be posted to the coordinator in this pod; nothing happens if it is not listened to. */
    public void report(JobIdentity job, String podUid, Observations observations) {
        Open one = of(job).get(podUid);
        if (one != null) {
            one.stream.report(observations);
        }
    }

    @Override
    public void close() {
        vertx.cancelTimer(silenceTimer);
        all().forEach(CoordinatorStream::close);
        byJob.clear();
    }
}
