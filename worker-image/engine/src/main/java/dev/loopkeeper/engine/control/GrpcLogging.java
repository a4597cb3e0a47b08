package dev.loopkeeper.engine.control;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps gRPC from writing a stack trace for each connection that breaks: what is lost is told by this package, in one line. */
final class GrpcLogging {

    /** Held, because loggers that nobody holds forget their level. */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty"), Logger.getLogger("io.grpc.internal"));

    private GrpcLogging() {}

    static void quiet() {
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    }
}
