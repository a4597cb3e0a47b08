package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.http.BearerToken;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Lets in who shows the token and speaks this version; all others are refused before a message of theirs is read. */
final class AdmissionInterceptor implements ServerInterceptor {

    private final BearerToken token;

    AdmissionInterceptor(BearerToken token) {
        this.token = token;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!token.admits(headers.get(ControlProtocol.AUTHORIZATION))) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("the token is missing or not that of this job"));
        }
        String version = headers.get(ControlProtocol.PROTOCOL);
        if (!ControlProtocol.VERSION.equals(version)) {
            return refuse(
                    call,
                    Status.FAILED_PRECONDITION.withDescription("the worker speaks version " + version
                            + " of the control protocol, the coordinator version " + ControlProtocol.VERSION
                            + "; let both run the same release"));
        }
        return next.startCall(call, headers);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
