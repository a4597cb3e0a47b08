package dev.loopkeeper.engine.network;

import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.plan.ChannelId;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of one attempt of a region at one worker, wherever their other ends are. Made by {@link ExchangeServer#open}.
 *
 * <p>The channels of a slot belong to the slot's thread. What opens and closes belongs to the server's home event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on how closing, timers and messages before a close end.
public final class RegionExchange implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegionExchange.class);

    private static final long CLOSE_MILLIS = PeerConnection.LEAVE_TIMEOUT.toMillis() + 4000;

    private enum State {
        OPENING,
        OPEN,
        CLOSED
    }

    private final RegionExchangeSpec spec;
    private final EventLoop home;
    private final RegionChannels channels;
    private final ExchangeListener listener;
    private final CompletableFuture<RegionExchange> opened = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

    private State state = State.OPENING;
    private final Map<Integer, Dialer> dialers = new TreeMap<>();
    private final Set<Integer> connected = new HashSet<>();
    private final Set<Integer> up = new HashSet<>();
    private @Nullable Future<?> deadline;

    RegionExchange(RegionExchangeSpec spec, EventLoop home, ChannelsOf channelsOf, ExchangeListener listener) {
        this.spec = spec;
        this.home = home;
        this.listener = listener;
        this.channels = channelsOf.build((connection, reason) -> home.execute(() -> lost(connection.peer(), reason)));
    }

    /** Makes the channels, given who is told of lost connections. */
    interface ChannelsOf {

        RegionChannels build(PeerConnection.Owner owner);
    }

    /** The consumer's end of a channel whose consumer runs here. */
    public InputChannel input(ChannelId channel) {
        InputChannel input = channels.inputs().get(channel);
        if (input == null) {
            throw new IllegalArgumentException("no consumer of channel " + channel + " runs in " + spec);
        }
        return input;
    }

    /** The producer's end of a channel whose producer runs here. */
    public OutputChannel output(ChannelId channel) {
        OutputChannel output = channels.outputs().get(channel);
        if (output == null) {
            throw new IllegalArgumentException("no producer of channel " + channel + " runs in " + spec);
        }
        return output;
    }

    /**
     * Has everything written that the slot has sent and the credit that it has released. By the slot's thread, at the end of each step and
     * before it parks: small frames and credits wait for this.
     */
    public void flush(int slot) {
        SlotSide side = channels.slots().get(slot);
        if (side != null) {
            side.flush();
        }
    }

    /** Bytes written to other workers so far, handshakes not counted. Any thread. */
    public long bytesSent() {
        return channels.connections().values().stream()
                .mapToLong(connection -> connection.outbound().bytesWritten())
                .sum();
    }

    /** Bytes read from other workers so far, handshakes not counted. Any thread. */
    public long bytesReceived() {
        return channels.connections().values().stream()
                .mapToLong(PeerConnection::bytesRead)
                .sum();
    }

    /**
     * Takes leave of the peers and closes all connections, within seconds. Peers whose channels have not all ended are told that their
     * connection is lost; the own listener is told nothing any more. Any thread; slots may go on, what they send goes nowhere.
     */
    public CompletableFuture<@Nullable Void> closeAsync() {
        try {
            home.execute(this::closeNow);
        } catch (RejectedExecutionException serverClosed) {
            closed.complete(null);
        }
        return closed;
    }

    /** As {@link #closeAsync}, and waits until it is done, but for threads of the network, which may not wait. */
    @Override
    public void close() {
        CompletableFuture<@Nullable Void> done = closeAsync();
        if (home.inEventLoop()) {
            return;
        }
        try {
            done.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("The exchange of {} did not close in time", spec);
        }
    }

    // All below on the home event loop.

    CompletableFuture<RegionExchange> opened() {
        return opened;
    }

    RegionExchangeSpec spec() {
        return spec;
    }

    Admission.Newest asNewest() {
        Map<Integer, String> expected = new HashMap<>(channels.digests());
        // The lower index dials.
        expected.keySet().removeIf(peer -> peer > spec.worker());
        return new Admission.Newest(
                spec.planHash(),
                spec.region(),
                spec.attempt(),
                spec.worker(),
                expected,
                Set.copyOf(connected),
                state == State.CLOSED);
    }

    /** Begins to dial the peers of higher indexes; the others will dial. */
    void begin(Map<Integer, Dialer> toDial) {
        dialers.putAll(toDial);
        deadline = home.schedule(this::tooLate, spec.limits().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        dialers.values().forEach(Dialer::dial);
        completeIfUp();
    }

    PeerConnection connection(int peer) {
        PeerConnection connection = channels.connections().get(peer);
        if (connection == null) {
            throw new IllegalStateException("worker " + peer + " is no peer of " + spec);
        }
        return connection;
    }

    Set<Integer> peers() {
        return channels.connections().keySet();
    }

    String digest(int peer) {
        return channels.digests().getOrDefault(peer, "");
    }

    /** A peer has dialled and is admitted: nobody else is in its name. */
    Consumer<Boolean> accepting(int peer) {
        connected.add(peer);
        return isUp -> home.execute(() -> {
            if (isUp) {
                up(peer);
            } else {
                connected.remove(peer);
            }
        });
    }

    void up(int peer) {
        connected.add(peer);
        up.add(peer);
        completeIfUp();
    }

    void refused(int peer, String reason) {
        LOG.warn("Worker {} refused the connection of {}: {}", peer, spec, reason);
        fail("worker " + peer + " refused " + spec + ": " + reason);
    }

    private void completeIfUp() {
        if (state == State.OPENING && up.containsAll(channels.connections().keySet())) {
            state = State.OPEN;
            cancelDeadline();
            opened.complete(this);
        }
    }

    private void lost(int peer, String reason) {
        switch (state) {
            case OPENING ->
                fail("the connection to worker " + peer + " was lost while others were still being made: " + reason);
            case OPEN -> {
                LOG.warn("The connection of {} to worker {} is lost: {}", spec, peer, reason);
                listener.connectionLost(peer, reason);
            }
            case CLOSED -> {}
        }
    }

    private void tooLate() {
        StringBuilder missing = new StringBuilder();
        for (int peer : channels.connections().keySet()) {
            if (!up.contains(peer)) {
                Dialer dialer = dialers.get(peer);
                missing.append(missing.isEmpty() ? "" : "; ").append("worker ").append(peer);
                missing.append(
                        dialer == null
                                ? " has not dialled"
                                : " at " + dialer.address() + " was not reached: " + dialer.lastFailure());
            }
        }
        fail("not all workers are connected to " + spec + " after "
                + spec.limits().connectTimeout().toMillis() + " ms: " + missing);
    }

    private void fail(String reason) {
        if (state == State.OPENING) {
            opened.completeExceptionally(new ExchangeException(reason));
            closeNow();
        }
    }

    private void closeNow() {
        if (state == State.CLOSED) {
            return;
        }
        boolean opening = state == State.OPENING;
        state = State.CLOSED;
        cancelDeadline();
        dialers.values().forEach(Dialer::cancel);
        CompletableFuture<?>[] closing = channels.connections().values().stream()
                .map(PeerConnection::close)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(closing).whenComplete((nothing, failure) -> closed.complete(null));
        if (opening) {
            opened.completeExceptionally(new ExchangeException(spec + " was closed before it was open"));
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
