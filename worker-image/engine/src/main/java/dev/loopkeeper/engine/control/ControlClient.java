package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.control.wire.ControlWire;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.WorkerMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's end of the control connection. It dials until it is closed: again when the stream breaks, and when the coordinator was silent
 * for too long; each time it asks anew where the coordinator is (K7, R16). May be used from any thread.
 */
public final class ControlClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlClient.class);
    private static final long LONGEST_CHECK_MILLIS = 250;
    private static final int CHECKS_PER_SILENCE = 10;
    private static final int CLOSE_SECONDS = 5;
    private static final Duration LEAVE_TIME = Duration.ofSeconds(1);

    static {
        GrpcLogging.quiet();
    }

    private final ControlClientOptions options;
    private final CoordinatorAddress address;
    private final ControlClientListener listener;
    private final ScheduledExecutorService timer;

    private final Object lock = new Object();
    private @Nullable CoordinatorStream current;
    private boolean admitted;
    private boolean registered;
    private boolean closed;
    private int failures;
    /** When the newest connection was last heard of, or was begun. */
    private long streamHeard;
    /** When a coordinator was last heard of, or the client was started. */
    private long lastHeard;

    public ControlClient(ControlClientOptions options, CoordinatorAddress address, ControlClientListener listener) {
        this.options = options;
        this.address = address;
        this.listener = listener;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("control-client").unstarted(task));
    }

    /** Begins to dial. Once. */
    public void start() {
        synchronized (lock) {
            lastHeard = System.nanoTime();
            long check = Math.clamp(options.silence().toMillis() / CHECKS_PER_SILENCE, 1, LONGEST_CHECK_MILLIS);
            timer.execute(this::dial);
            timer.scheduleWithFixedDelay(this::checkSilence, check, check, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Sends a message behind all that was sent before; never waits. Before the registration on a new connection nothing else goes, and a second
     * one does not.
     *
     * @return false if it is dropped, because there is no connection
     */
    public boolean send(WorkerMessage message) {
        synchronized (lock) {
            CoordinatorStream stream = current;
            boolean registration = message instanceof WorkerMessage.Register;
            if (stream == null || !admitted || registered == registration) {
                return false;
            }
            registered = true;
            return switch (stream.send(ControlCodec.encode(message))) {
                case TAKEN -> true;
                case CLOSED -> false;
                case OVERFLOW -> {
                    lost(stream, "the coordinator takes messages too slowly");
                    yield false;
                }
            };
        }
    }

    /** How long no coordinator was heard of; from the start, if none was heard of ever. */
    public Duration silence() {
        synchronized (lock) {
            return Duration.ofNanos(System.nanoTime() - lastHeard);
        }
    }

    /** Ends the connection and dials no more. The listener hears nothing after that. */
    @Override
    public void close() {
        CoordinatorStream last;
        synchronized (lock) {
            closed = true;
            last = current;
            current = null;
        }
        timer.shutdownNow();
        if (last != null) {
            last.leave(LEAVE_TIME);
        }
        try {
            if (!timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The control client has not ended within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // On the timer's thread

    private void dial() {
        try {
            HostPort found = address.find();
            synchronized (lock) {
                if (closed || current != null) {
                    return;
                }
                CoordinatorStream stream = new CoordinatorStream(options, found, new StreamOwner());
                current = stream;
                admitted = false;
                registered = false;
                streamHeard = System.nanoTime();
                stream.open();
            }
        } catch (IOException | RuntimeException e) {
            synchronized (lock) {
                note("The coordinator cannot be dialled: " + e.getMessage());
                redial();
            }
        }
    }

    private void checkSilence() {
        synchronized (lock) {
            CoordinatorStream stream = current;
            if (stream != null
                    && System.nanoTime() - streamHeard > options.silence().toNanos()) {
                lost(
                        stream,
                        "nothing was heard of the coordinator for "
                                + options.silence().toMillis() + " ms");
            }
        }
    }

    // Under the lock

    private void lost(CoordinatorStream stream, String reason) {
        if (closed || current != stream) {
            return;
        }
        current = null;
        stream.cancel();
        if (admitted) {
            LOG.info("The connection to the coordinator at {} is lost: {}", stream.target(), reason);
            listener.disconnected(reason);
        } else {
            note("The coordinator at " + stream.target() + " cannot be reached: " + reason);
        }
        redial();
    }

    private void note(String text) {
        // Once, not for every attempt: a coordinator that is being replaced is dialled many times.
        if (failures == 0) {
            LOG.info("{}; dialling again until it answers", text);
        } else {
            LOG.debug("{}", text);
        }
    }

    private void redial() {
        if (closed) {
            return;
        }
        long doubled = options.firstDelay().toMillis() << Math.min(failures, 16);
        long delay = Math.min(doubled, options.longestDelay().toMillis());
        failures++;
        // Jitter, so that the workers of a replaced coordinator do not all come at once.
        long jittered = (long) (delay * ThreadLocalRandom.current().nextDouble(0.75, 1.25));
        timer.schedule(this::dial, jittered, TimeUnit.MILLISECONDS);
    }

    private final class StreamOwner implements CoordinatorStream.Owner {

        @Override
        public void heard(CoordinatorStream stream, ControlWire.ToWorker wire) {
            CoordinatorMessage message = wire.getMessageCase() == ControlWire.ToWorker.MessageCase.SIGN_OF_LIFE
                    ? null
                    : ControlCodec.decode(wire);
            synchronized (lock) {
                if (closed || current != stream) {
                    return;
                }
                streamHeard = System.nanoTime();
                lastHeard = streamHeard;
                failures = 0;
                if (!admitted) {
                    admitted = true;
                    LOG.info("Connected to the coordinator at {}", stream.target());
                    listener.connected();
                }
                if (message != null) {
                    listener.message(message);
                }
            }
        }

        @Override
        public void ended(CoordinatorStream stream, String reason) {
            synchronized (lock) {
                lost(stream, reason);
            }
        }

        @Override
        public void replaced(CoordinatorStream stream) {
            synchronized (lock) {
                if (closed || current != stream) {
                    return;
                }
                current = null;
                closed = true;
                stream.cancel();
                listener.replaced();
            }
        }
    }
}
