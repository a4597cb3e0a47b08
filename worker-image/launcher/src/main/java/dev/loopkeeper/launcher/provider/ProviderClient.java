package dev.loopkeeper.launcher.provider;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.http.ProviderJson;
import dev.loopkeeper.launcher.provider.StateReader.Meaning;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.ListVersion;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.PostSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A provider's client to one coordinator over HTTP. It keeps the stream open, dials again with a backoff when it ends or falls
 * silent, and posts observations. One thread owns all its state and calls the listener; readers and posts only send it events.
 */
public final class ProviderClient implements CoordinatorLink {

    private static final int EVENTS = 64;
    private static final int REFUSAL_CHARACTERS = 300;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final URI coordinator;
    private final BearerToken token;
    private final ProviderClientSettings settings;
    private final ProviderListener listener;
    private final HttpClient http;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(EVENTS);
    private final AtomicReference<@Nullable Observations> offered = new AtomicReference<>();
    private final Thread owner;
    private volatile boolean closed;

    // Owned by the owner thread.
    private final PostSchedule posts;
    private int connection;
    private @Nullable Thread reader;
    private boolean opened;
    private long openBy;
    private int failures;
    private long dialAt = System.nanoTime();
    private boolean heard;
    private long lastLine;
    private boolean silenceTold;
    private ListVersion newest = ListVersion.NONE;

    private sealed interface Event {
        /** Something was offered, or the client closes. */
        record Wake() implements Event {}

        record Opened(int connection) implements Event {}

        record Line(int connection, String text) implements Event {}

        record Ended(int connection, String reason, boolean refused) implements Event {}

        record Posted(int status, String answer) implements Event {}
    }

    /**
     * Begins to dial.
     *
     * @param coordinator scheme, host and port
     */
    public ProviderClient(
            URI coordinator, BearerToken token, ProviderClientSettings settings, ProviderListener listener) {
        this.coordinator = coordinator;
        this.token = token;
        this.settings = settings;
        this.listener = listener;
        this.posts = new PostSchedule(settings.postInterval().toNanos());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.answerTime())
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        this.owner = Thread.ofVirtual().name("provider-client").start(this::run);
    }

    @Override
    public void observe(Observations observations) {
        offered.set(observations);
        wake();
    }

    @Override
    public JobStatus status() throws IOException, InterruptedException {
        return ProviderJson.read(get("/v1/status"), JobStatus.class);
    }

    /**
     * Asks for the plan.
     *
     * @return the plan as JSON
     * @throws IOException if no answer comes within the answer time, with one line
     */
    public String plan() throws IOException, InterruptedException {
        return get("/v1/plan");
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request(path).timeout(settings.answerTime()).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the coordinator answered " + path + " with " + answer.statusCode() + ": "
                    + firstLine(answer.body()));
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(coordinator.resolve(path)).header("Authorization", token.authorization());
    }

    private void wake() {
        // A full queue wakes the owner as well.
        boolean _ = events.offer(new Event.Wake());
    }

    private void run() {
        try {
            while (!closed) {
                Event event = events.poll(untilNext(System.nanoTime()), TimeUnit.NANOSECONDS);
                if (event != null && !closed) {
                    handle(event);
                }
                if (!closed) {
                    proceed(System.nanoTime());
                }
            }
        } catch (InterruptedException _) {
            // Only close() interrupts.
        } finally {
            hangUp();
        }
    }

    private long untilNext(long now) {
        long wait = IDLE_NANOS;
        if (reader == null) {
            wait = Math.min(wait, dialAt - now);
        }
        if (reader != null && !opened) {
            wait = Math.min(wait, openBy - now);
        }
        if (heard && !silenceTold) {
            wait = Math.min(wait, lastLine + settings.silence().toNanos() - now);
        }
        OptionalLong due = posts.due();
        if (due.isPresent()) {
            wait = due.getAsLong() == Long.MIN_VALUE ? 0 : Math.min(wait, due.getAsLong() - now);
        }
        return Math.max(0, wait);
    }

    private void handle(Event event) throws InterruptedException {
        switch (event) {
            case Event.Wake() -> {}
            case Event.Opened(int from)
            when from == connection -> {
                opened = true;
                posts.again();
            }
            case Event.Line(int from, String text) when from == connection -> line(text);
            case Event.Ended(int from, String reason, boolean refused)
            when from == connection -> ended(reason, refused);
            case Event.Posted(int status, String answer) -> posted(status, answer);
            default -> {} // of a connection that was given up
        }
    }

    private void line(String text) {
        heard = true;
        lastLine = System.nanoTime();
        silenceTold = false;
        failures = 0;
        listener.alive();
        switch (StateReader.read(text)) {
            case Meaning.SignOfLife() -> {}
            case Meaning.NewState(var state) -> {
                if (state.listVersion().compareTo(newest) > 0) {
                    newest = state.listVersion();
                    listener.state(state);
                }
            }
            case Meaning.Unreadable(String reason) -> {
                failures = Integer.MAX_VALUE; // the longest delay: a next try will hardly be better
                listener.refused(reason);
                redial();
            }
        }
    }

    private void ended(String reason, boolean refused) {
        failures = refused ? Integer.MAX_VALUE : Math.min(failures, Integer.MAX_VALUE - 1) + 1;
        redial();
        if (refused) {
            listener.refused(reason);
        } else {
            listener.disconnected(reason);
        }
    }

    private void posted(int status, String answer) {
        boolean unclear = status < 0 || status >= 500;
        posts.ended(!unclear);
        if (status == 400 || status == 401 || status == 413) {
            listener.refused("the coordinator refused the observations: " + answer);
        }
    }

    private void proceed(long now) {
        Observations fresh = offered.getAndSet(null);
        if (fresh != null) {
            posts.offer(fresh);
        }
        long quiet = now - lastLine;
        if (heard && !silenceTold && quiet >= settings.silence().toNanos()) {
            silenceTold = true;
            redial();
            listener.silent(Duration.ofNanos(quiet));
        }
        if (reader != null && !opened && now - openBy >= 0) {
            ended(
                    "no answer from " + coordinator + " within "
                            + settings.answerTime().toMillis() + " ms",
                    false);
        }
        if (reader == null && now - dialAt >= 0) {
            dial(now);
        }
        Observations due = posts.take(now);
        if (due != null) {
            post(due);
        }
    }

    private void dial(long now) {
        int mine = ++connection;
        opened = false;
        openBy = now + settings.answerTime().toNanos();
        reader = Thread.ofVirtual().name("provider-stream").start(() -> read(mine));
    }

    /** Gives the connection up, and sets the time of the next one. */
    private void redial() {
        hangUp();
        dialAt = System.nanoTime() + settings.reconnect().delay(failures).toNanos();
    }

    private void hangUp() {
        connection++;
        Thread reading = reader;
        reader = null;
        if (reading != null) {
            reading.interrupt();
        }
    }

    private void read(int mine) {
        try {
            HttpResponse<InputStream> response =
                    // No time-out of the request's own: from JDK 26 on it would end the stream.
                    http.send(request("/v1/provider").build(), BodyHandlers.ofInputStream());
            try (LineReader lines = new LineReader(response.body(), settings.lineBytes())) {
                if (response.statusCode() != 200) {
                    String line = lines.next();
                    boolean refused = response.statusCode() == 401 || response.statusCode() == 403;
                    events.put(new Event.Ended(
                            mine,
                            "the coordinator answered " + response.statusCode()
                                    + (line == null ? "" : ": " + firstLine(line)),
                            refused));
                    return;
                }
                events.put(new Event.Opened(mine));
                for (String line = lines.next(); line != null; line = lines.next()) {
                    events.put(new Event.Line(mine, line));
                }
                events.put(new Event.Ended(mine, "the coordinator ended the stream", false));
            }
        } catch (IOException e) {
            endOfReader(mine, e);
        } catch (InterruptedException _) {
            // Given up by the owner.
        }
    }

    private void endOfReader(int mine, IOException e) {
        try {
            events.put(new Event.Ended(mine, "no connection to " + coordinator + ": " + reason(e), false));
        } catch (InterruptedException _) {
            // Given up by the owner.
        }
    }

    private void post(Observations observations) {
        HttpRequest request = request("/v1/observations")
                .timeout(settings.answerTime())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ProviderJson.write(observations)))
                .build();
        Thread.ofVirtual().name("provider-post").start(() -> {
            try {
                Event.Posted posted;
                try {
                    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                    posted = new Event.Posted(answer.statusCode(), firstLine(answer.body()));
                } catch (IOException e) {
                    posted = new Event.Posted(-1, reason(e));
                }
                events.put(posted);
            } catch (InterruptedException _) {
                // The client closes.
            }
        });
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= REFUSAL_CHARACTERS ? line : line.substring(0, REFUSAL_CHARACTERS);
    }

    @Override
    public void close() {
        closed = true;
        wake();
        owner.interrupt();
        http.shutdownNow();
        if (!Thread.currentThread().equals(owner)) {
            try {
                boolean _ = owner.join(settings.answerTime());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
