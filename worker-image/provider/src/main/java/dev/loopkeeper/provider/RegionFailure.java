package dev.loopkeeper.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a region failed.
 *
 * @param time when it was detected, by the coordinator's clock
 * @param reason one word in capitals and smalls, such as {@code OOMKilled}, {@code HeartbeatTimeout}, {@code TaskFailed}
 * @param worker the worker that failed, if one did
 * @param node the node that it ran on
 * @param exitCode its process's, if it ended
 * @param message one line for people
 * @param logTail the end of its log
 */
public record RegionFailure(
        @Nullable Instant time,
        String reason,
        @Nullable String worker,
        @Nullable String node,
        @Nullable Integer exitCode,
        String message,
        String logTail) {

    public RegionFailure {
        Values.text("reason", reason);
        message = message == null ? "" : ProviderProtocol.beginning(message, ProviderProtocol.MAX_MESSAGE);
        logTail = logTail == null ? "" : ProviderProtocol.end(logTail, ProviderProtocol.MAX_LOG_TAIL);
    }
}
