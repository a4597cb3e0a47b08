package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.control.wire.ControlGrpc;
import dev.loopkeeper.engine.control.wire.ControlWire;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.WorkerMessage;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The coordinator's end of the control connections: one stream for each worker, by its name. May be used from any thread. */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int CLOSE_SECONDS = 5;
    private static final int KEEP_ALIVE_SECONDS = 20;

    static {
        GrpcLogging.quiet();
    }

    private final ControlServerOptions options;
    private final ControlListener listener;
    private final ScheduledExecutorService timer;
    private final Server server;

    /** The newest stream of each worker. Guarded by itself, the listener's calls too, so that it never hears of an older stream. */
    private final Map<String, WorkerStream> streams = new HashMap<>();

    private ControlServer(ControlServerOptions options, ControlListener listener) throws IOException {
        this.options = options;
        this.listener = listener;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("control-server").unstarted(task));
        this.server = NettyServerBuilder.forAddress(options.bind(), options.credentials())
                .maxInboundMessageSize(ControlProtocol.MAXIMUM_MESSAGE_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .intercept(new AdmissionInterceptor(options.token()))
                .addService(new Service())
                .build();
        try {
            server.start();
        } catch (IOException e) {
            timer.shutdownNow();
            throw new IOException(
                    "the coordinator cannot listen for workers at " + options.bind() + ": " + rootMessage(e)
                            + "; choose another address or port",
                    e);
        }
        long interval = options.signOfLife().toMillis();
        timer.scheduleWithFixedDelay(this::signsOfLife, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Starts to listen. {@link IOException} with a one-line message if the address is not to be had. */
    public static ControlServer start(ControlServerOptions options, ControlListener listener) throws IOException {
        return new ControlServer(options, listener);
    }

    /** Where it listens, with the port that was chosen if 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    /**
     * Sends a message to a worker, behind all that was sent to it before; never waits for it. A worker that takes too little is disconnected.
     *
     * @return false if it is not connected: the message is dropped
     */
    public boolean send(String worker, CoordinatorMessage message) {
        WorkerStream stream;
        synchronized (streams) {
            stream = streams.get(worker);
        }
        if (stream == null) {
            return false;
        }
        return switch (stream.send(ControlCodec.encode(message))) {
            case TAKEN -> true;
            case CLOSED -> false;
            case OVERFLOW -> {
                String reason = "it takes its messages too slowly: more than " + options.maximumWaitingBytes()
                        + " bytes are waiting, or one is larger than " + ControlProtocol.MAXIMUM_MESSAGE_BYTES;
                stream.close(Status.RESOURCE_EXHAUSTED.withDescription(reason));
                ended(stream, worker, reason);
                yield false;
            }
        };
    }

    /** Closes all streams, which workers take for a lost coordinator, the port and the threads, within seconds. */
    @Override
    public void close() {
        List<WorkerStream> open;
        synchronized (streams) {
            open = List.copyOf(streams.values());
            streams.clear();
        }
        timer.shutdownNow();
        open.forEach(stream -> stream.close(Status.UNAVAILABLE.withDescription("the coordinator ends")));
        server.shutdownNow();
        try {
            if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The control server has not ended within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signsOfLife() {
        List<WorkerStream> open;
        synchronized (streams) {
            open = List.copyOf(streams.values());
        }
        open.forEach(WorkerStream::signOfLife);
    }

    private void ended(WorkerStream stream, String worker, String reason) {
        synchronized (streams) {
            if (streams.remove(worker, stream)) {
                listener.disconnected(worker, reason);
            }
        }
    }

    private static @Nullable String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private final class Service extends ControlGrpc.ControlImplBase implements WorkerStream.Owner {

        @Override
        public StreamObserver<ControlWire.FromWorker> connect(StreamObserver<ControlWire.ToWorker> call) {
            WorkerStream stream = new WorkerStream(call, options.maximumWaitingBytes(), this);
            stream.open();
            return stream;
        }

        @Override
        public void registered(WorkerStream stream, String worker, WorkerMessage.Register register) {
            WorkerStream before;
            synchronized (streams) {
                before = streams.put(worker, stream);
                listener.message(worker, register);
            }
            if (before != null) {
                before.close(ControlProtocol.REPLACED.withDescription("worker " + worker + " has connected again"));
            }
        }

        @Override
        public void message(WorkerStream stream, String worker, WorkerMessage message) {
            synchronized (streams) {
                if (streams.get(worker) == stream) {
                    listener.message(worker, message);
                }
            }
        }

        @Override
        public void ended(WorkerStream stream, String worker, String reason) {
            ControlServer.this.ended(stream, worker, reason);
        }
    }
}
