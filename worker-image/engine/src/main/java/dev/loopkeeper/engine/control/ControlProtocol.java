package dev.loopkeeper.engine.control;

import io.grpc.Metadata;
import io.grpc.Status;

/** What both ends of a control connection hold to. */
final class ControlProtocol {

    /** Raised when old and new processes could misunderstand each other; a worker of another version is refused. */
    static final String VERSION = "1";

    /**
     * The largest message in bytes. The largest there are deploy a worker's tasks: the names of the chunks of all its key groups, and the
     * transactions of its sinks; some megabytes for thousands of tasks.
     */
    static final int MAXIMUM_MESSAGE_BYTES = 64 * 1024 * 1024;

    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    static final Metadata.Key<String> PROTOCOL =
            Metadata.Key.of("loopkeeper-control-version", Metadata.ASCII_STRING_MARSHALLER);

    /** How the older of two streams of one worker ends. */
    static final Status REPLACED = Status.ABORTED;

    private ControlProtocol() {}
}
