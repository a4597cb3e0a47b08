package dev.loopkeeper.operator.coordinator;

import dev.loopkeeper.operator.certificate.PeerVerifier;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.PostSchedule;
import dev.loopkeeper.provider.ProviderState;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.parsetools.RecordParser;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to one coordinator: its stream is read and dialed again, observations are posted. All of it happens on one shared event loop (K25); what
 * others see of it is one immutable value.
 */
final class CoordinatorStream implements AutoCloseable {

    private static final int LONGEST_LINE = 64 << 20;
    private static final long POST_INTERVAL_MILLIS = 1000;
    private static final long REDIAL_MILLIS = 250;
    private static final long STATUS_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 2000;
    private static final int IDLE_SECONDS = 4;

    /** Less than the coordinator waits for a further request, and more than lies between two of ours: no handshake each time (K25). */
    private static final int KEPT_SECONDS = 25;

    private final String host;
    private final int port;
    private final Clock clock;
    private final Consumer<CoordinatorStream> changed;
    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final PostSchedule posts = new PostSchedule(POST_INTERVAL_MILLIS);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile StreamView view;
    private volatile Duration heartbeatTimeout;
    private volatile boolean silenceTold;
    private volatile @Nullable Instant doubtedAt;
    private long statusTimer;

    /**
     * A stream that does not run yet.
     *
     * @param changed called on the event loop when the view says something new
     */
    CoordinatorStream(
            Vertx vertx,
            String podUid,
            String host,
            int port,
            CoordinatorTrust trust,
            Duration heartbeatTimeout,
            Clock clock,
            Consumer<CoordinatorStream> changed) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        this.heartbeatTimeout = heartbeatTimeout;
        this.clock = clock;
        this.changed = changed;
        this.view = new StreamView(podUid, clock.instant(), null, null, null, "not connected yet");
        this.context = vertx.getOrCreateContext();
        this.client = vertx.createHttpClient(options(trust));
    }

    private static HttpClientOptions options(CoordinatorTrust trust) {
        return new HttpClientOptions()
                .setSsl(true)
                // The peer is known by the URI in its certificate, never by a host name (K14).
                .setVerifyHost(false)
                .setTrustOptions(TrustOptions.wrap(new PeerVerifier(trust.bundle(), trust.coordinator())))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(trust.certificate()))
                        .addKeyValue(Buffer.buffer(trust.key())))
                .setConnectTimeout(CONNECT_MILLIS)
                // Of a connection on which something is awaited.
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setKeepAliveTimeout(KEPT_SECONDS)
                .setMaxPoolSize(3);
    }

    /** Begins after a delay, so that a thousand do not dial at once (K25). */
    void start(long delayMillis) {
        context.runOnContext(_ -> {
            later(Math.max(1, delayMillis), this::dial);
            statusTimer = vertx.setPeriodic(STATUS_MILLIS, _ -> askStatus());
        });
    }

    StreamView view() {
        return view;
    }

    /** Whether nothing has been heard for the heartbeat time-out, or since so long ago that it should have been. */
    boolean silent(Instant now, Duration firstLine) {
        Instant heardAt = view.heardAt();
        return heardAt == null
                ? Duration.between(view.dialedAt(), now).compareTo(firstLine) > 0
                : Duration.between(heardAt, now).compareTo(heartbeatTimeout) > 0;
    }

    /** The time-out can be changed while the job runs (K17). Any thread. */
    void heartbeatTimeout(Duration timeout) {
        heartbeatTimeout = timeout;
    }

    /** Whether it was heard and then, for so long, no more. */
    boolean quiet(Instant now, Duration time) {
        Instant heardAt = view.heardAt();
        return heardAt != null && Duration.between(heardAt, now).compareTo(time) >= 0;
    }

    /** That it is silent may be this process's own fault (K5). Any thread. */
    void doubt(Instant now) {
        doubtedAt = now;
    }

    /** When that was last so; null if it never was. */
    @Nullable
    Instant doubtedAt() {
        return doubtedAt;
    }

    /** Whether it has fallen silent since this was last asked or anything was heard. Any thread. */
    boolean newlySilent(Instant now, Duration firstLine) {
        boolean silent = silent(now, firstLine);
        boolean news = silent && !silenceTold;
        silenceTold = silent;
        return news;
    }

    /** These are to be posted. Any thread. */
    void report(Observations observations) {
        context.runOnContext(_ -> {
            posts.offer(observations);
            post();
        });
    }

    // From here on the event loop.

    private void later(long millis, Runnable task) {
        vertx.setTimer(millis, _ -> {
            if (!closed.get()) {
                task.run();
            }
        });
    }

    private void dial() {
        client.request(HttpMethod.GET, port, host, "/v1/provider").onComplete(dialed -> {
            if (dialed.failed()) {
                lost(dialed.cause());
                return;
            }
            HttpClientRequest request = dialed.result();
            request.send().onComplete(answered -> {
                if (answered.failed()) {
                    lost(answered.cause());
                } else {
                    read(answered.result());
                }
            });
        });
    }

    private void read(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.request().reset();
            lost("the coordinator answers " + response.statusCode());
            return;
        }
        posts.again();
        RecordParser lines = RecordParser.newDelimited("\n", response).maxRecordSize(LONGEST_LINE);
        AtomicBoolean over = new AtomicBoolean();
        lines.handler(line -> heard(line.toString().strip()));
        lines.exceptionHandler(cause -> {
            if (over.compareAndSet(false, true)) {
                response.request().reset();
                lost(cause);
            }
        });
        lines.endHandler(_ -> {
            if (over.compareAndSet(false, true)) {
                lost("the coordinator closed its stream");
            }
        });
    }

    private void heard(String line) {
        if (line.isEmpty() || closed.get()) {
            return;
        }
        StreamView before = view;
        Instant now = clock.instant();
        switch (ProviderCodec.line(line)) {
            case ProviderCodec.Line.SignOfLife() -> publish(before, now, before.state(), before.progress(), null);
            case ProviderCodec.Line.NewState(ProviderState state) -> {
                ProviderState known = before.state();
                // What is not above the newest known is of no account (K4).
                boolean newer = known == null || state.listVersion().compareTo(known.listVersion()) > 0;
                publish(before, now, newer ? state : known, before.progress(), null);
                post();
            }
            case ProviderCodec.Line.Unreadable(String reason) ->
                publish(before, now, before.state(), before.progress(), reason);
        }
    }

    private void lost(Throwable cause) {
        String message = cause.getMessage();
        lost(
                message == null
                        ? cause.getClass().getSimpleName()
                        : message.lines().findFirst().orElse(""));
    }

    private void lost(String problem) {
        if (closed.get()) {
            return;
        }
        StreamView before = view;
        publish(before, before.heardAt(), before.state(), before.progress(), problem);
        later(REDIAL_MILLIS + ThreadLocalRandom.current().nextLong(REDIAL_MILLIS), this::dial);
    }

    private void publish(
            StreamView before,
            @Nullable Instant heardAt,
            @Nullable ProviderState state,
            @Nullable JobStatus progress,
            @Nullable String problem) {
        view = new StreamView(before.podUid(), before.dialedAt(), heardAt, state, progress, problem);
        boolean news = before.heardAt() == null && heardAt != null
                || !Objects.equals(before.state(), state)
                || !Objects.equals(before.progress(), progress)
                || (before.problem() == null) != (problem == null);
        if (news) {
            changed.accept(this);
        }
    }

    private void post() {
        if (closed.get()) {
            return;
        }
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        OptionalLong due = posts.due();
        if (due.isEmpty()) {
            return;
        }
        Observations observations = posts.take(now);
        if (observations == null) {
            later(Math.max(1, due.getAsLong() - now), this::post);
            return;
        }
        client.request(HttpMethod.POST, port, host, "/v1/observations")
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .send(Buffer.buffer(ProviderCodec.write(observations))))
                .compose(response -> response.end().map(response.statusCode()))
                .onComplete(posted -> {
                    // 409: it was of another state; the next state brings the next report.
                    boolean arrived = posted.succeeded() && (posted.result() == 204 || posted.result() == 409);
                    posts.ended(arrived);
                    later(arrived ? 1 : POST_INTERVAL_MILLIS, this::post);
                });
    }

    private void askStatus() {
        if (closed.get() || view.problem() != null || view.heardAt() == null) {
            return;
        }
        client.request(HttpMethod.GET, port, host, "/v1/status")
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body)
                .map(body -> ProviderCodec.status(body.toString()))
                .onSuccess(status -> {
                    StreamView before = view;
                    publish(before, before.heardAt(), before.state(), status, before.problem());
                });
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            context.runOnContext(_ -> vertx.cancelTimer(statusTimer));
            client.close();
        }
    }
}
