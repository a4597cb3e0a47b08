package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.control.wire.ControlGrpc;
import dev.loopkeeper.engine.control.wire.ControlWire;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to a coordinator, with the one stream on it. What comes in arrives one call at a time, on threads of gRPC. */
final class CoordinatorStream implements ClientResponseObserver<ControlWire.FromWorker, ControlWire.ToWorker> {

    private final HostPort target;
    private final ManagedChannel channel;
    private final ControlClientOptions options;
    private final Owner owner;
    private @Nullable Sending sending;

    /** The half of the stream that leads to the coordinator. */
    private record Sending(
            ClientCallStreamObserver<ControlWire.FromWorker> call, Outbox<ControlWire.FromWorker> outbox) {}

    /** Who is told what the stream brings. */
    interface Owner {

        /** @throws MalformedMessageException if the message is none of this version */
        void heard(CoordinatorStream stream, ControlWire.ToWorker message);

        void ended(CoordinatorStream stream, String reason);

        /** Another worker process of this name has connected. */
        void replaced(CoordinatorStream stream);
    }

    CoordinatorStream(ControlClientOptions options, HostPort target, Owner owner) {
        this.options = options;
        this.target = target;
        this.owner = owner;
        Metadata headers = new Metadata();
        headers.put(ControlProtocol.AUTHORIZATION, options.token().authorization());
        headers.put(ControlProtocol.PROTOCOL, ControlProtocol.VERSION);
        this.channel = NettyChannelBuilder.forAddress(target.host(), target.port(), options.credentials())
                .maxInboundMessageSize(ControlProtocol.MAXIMUM_MESSAGE_BYTES)
                // Parts of a job reach each other directly; a proxy for the way out of the cluster has no business
                // here.
                .proxyDetector(address -> null)
                .disableRetry()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
    }

    HostPort target() {
        return target;
    }

    /** Dials. How it goes is heard by the owner, or, of a machine that is not there, nothing. */
    void open() {
        ControlGrpc.newStub(channel).connect(this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ControlWire.FromWorker> opened) {
        Outbox<ControlWire.FromWorker> newOutbox = new Outbox<>(opened, options.maximumWaitingBytes());
        sending = new Sending(opened, newOutbox);
        opened.setOnReadyHandler(newOutbox::ready);
    }

    Outbox.Offered send(ControlWire.FromWorker message) {
        return sending == null ? Outbox.Offered.CLOSED : sending.outbox.offer(message);
    }

    /** Ends the stream in order, behind what was sent, if the coordinator takes it in time; drops the connection then. */
    void leave(Duration time) {
        Sending open = sending;
        if (open != null) {
            open.outbox.close(open.call::onCompleted);
        }
        channel.shutdown();
        try {
            channel.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            channel.shutdownNow();
        }
    }

    /** Drops the connection. */
    void cancel() {
        Sending open = sending;
        if (open != null) {
            open.outbox.close(() -> open.call.cancel("the worker dials again", null));
        }
        channel.shutdownNow();
    }

    @Override
    public void onNext(ControlWire.ToWorker message) {
        try {
            owner.heard(this, message);
        } catch (MalformedMessageException e) {
            owner.ended(this, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (Status.fromThrowable(failure).getCode() == ControlProtocol.REPLACED.getCode()) {
            owner.replaced(this);
        } else {
            owner.ended(this, StatusText.of(failure));
        }
    }

    @Override
    public void onCompleted() {
        owner.ended(this, "the coordinator ended it");
    }
}
