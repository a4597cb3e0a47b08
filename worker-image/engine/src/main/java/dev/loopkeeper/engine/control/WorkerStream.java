package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.control.wire.ControlWire;
import dev.loopkeeper.engine.message.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** One worker's stream as the coordinator has it. What comes in arrives one call at a time, on threads of gRPC. */
final class WorkerStream implements StreamObserver<ControlWire.FromWorker> {

    private static final ControlWire.ToWorker ALIVE = ControlWire.ToWorker.newBuilder()
            .setSignOfLife(ControlWire.SignOfLife.getDefaultInstance())
            .build();

    private final ServerCallStreamObserver<ControlWire.ToWorker> call;
    private final Outbox<ControlWire.ToWorker> outbox;
    private final Owner owner;
    private @Nullable String worker;

    /** Who is told what a stream brings. */
    interface Owner {

        void registered(WorkerStream stream, String worker, WorkerMessage.Register register);

        void message(WorkerStream stream, String worker, WorkerMessage message);

        void ended(WorkerStream stream, String worker, String reason);
    }

    WorkerStream(StreamObserver<ControlWire.ToWorker> call, long maximumWaitingBytes, Owner owner) {
        this.call = (ServerCallStreamObserver<ControlWire.ToWorker>) call;
        this.outbox = new Outbox<>(this.call, maximumWaitingBytes);
        this.owner = owner;
    }

    /** Sets the handlers; only possible while gRPC hands over the call. Tells the worker that it is admitted. */
    void open() {
        call.setOnReadyHandler(outbox::ready);
        call.setOnCancelHandler(() -> ended("the connection was lost"));
        outbox.offer(ALIVE);
    }

    Outbox.Offered send(ControlWire.ToWorker message) {
        return outbox.offer(message);
    }

    void signOfLife() {
        outbox.offerNow(ALIVE);
    }

    /** Ends the stream with a reason that the worker sees. */
    void close(Status status) {
        outbox.close(() -> call.onError(status.asRuntimeException()));
    }

    @Override
    public void onNext(ControlWire.FromWorker wire) {
        try {
            WorkerMessage message = ControlCodec.decode(wire);
            if (message instanceof WorkerMessage.Register register) {
                register(register);
            } else if (worker == null) {
                refuse("the first message of a stream must be a registration");
            } else {
                owner.message(this, worker, message);
            }
        } catch (MalformedMessageException e) {
            refuse(e.getMessage());
        }
    }

    private void register(WorkerMessage.Register register) {
        if (worker != null || register.worker().isEmpty()) {
            refuse("a stream belongs to one worker, which registers once, by its name");
            return;
        }
        worker = register.worker();
        owner.registered(this, worker, register);
    }

    private void refuse(@Nullable String reason) {
        close(Status.INVALID_ARGUMENT.withDescription(reason));
        ended("it was refused: " + reason);
    }

    @Override
    public void onError(Throwable failure) {
        ended(StatusText.of(failure));
    }

    @Override
    public void onCompleted() {
        outbox.close(call::onCompleted);
        ended("it said good-bye");
    }

    private void ended(String reason) {
        outbox.close(() -> {});
        if (worker != null) {
            owner.ended(this, worker, reason);
        }
    }
}
