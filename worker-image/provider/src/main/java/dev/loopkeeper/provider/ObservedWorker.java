package dev.loopkeeper.provider;

import org.jspecify.annotations.Nullable;

/**
 * A worker as its provider sees it.
 *
 * @param name in the form of {@link WorkerName}
 * @param uid tells two of the same name apart: a pod's uid, or what the launcher gave the process
 * @param node where it is or was, if known
 * @param reason why it is in this phase, one word such as {@code OOMKilled}, {@code Evicted}, {@code Killed}
 * @param exitCode its process's, if it ended; 128 and the signal if a signal ended it
 * @param message one line for people
 * @param logTail the end of its log, if it failed
 * @param voluntary whether a person or the cluster's upkeep ended it, so that no budget is charged (K23)
 */
public record ObservedWorker(
        String name,
        String uid,
        @Nullable String node,
        WorkerPhase phase,
        @Nullable String reason,
        @Nullable Integer exitCode,
        String message,
        String logTail,
        boolean voluntary) {

    public ObservedWorker {
        Values.text("name", name);
        Values.text("uid", uid);
        Values.present("phase", phase);
        message = message == null ? "" : ProviderProtocol.beginning(message, ProviderProtocol.MAX_MESSAGE);
        logTail = logTail == null ? "" : ProviderProtocol.end(logTail, ProviderProtocol.MAX_LOG_TAIL);
    }

    /** A worker whose process runs. */
    public static ObservedWorker running(String name, String uid, @Nullable String node) {
        return new ObservedWorker(name, uid, node, WorkerPhase.RUNNING, null, null, "", "", false);
    }

    /** A worker that the coordinator knows, and of which nothing is there (K4). */
    public static ObservedWorker absent(String name, String uid) {
        return new ObservedWorker(
                name, uid, null, WorkerPhase.GONE, "NotFound", null, "no process of this uid", "", false);
    }
}
