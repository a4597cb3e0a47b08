package dev.loopkeeper.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended. It stands in the store before the provider hears of it, so that the coordinator's exit codes 0 and 1 always
 * mean one (K8).
 *
 * @param message one line for people: what was done, or what went wrong and what to do
 * @param time when it was decided, by the coordinator's clock
 */
public record Verdict(
        Outcome outcome, String message, @Nullable Instant time) {

    /** The ends that a run can have. */
    public enum Outcome {
        /** All regions have finished and all their output is committed. */
        SUCCEEDED,
        /** Stopped on request; a later run goes on from the last snapshot. */
        SUSPENDED,
        /** It cannot go on: a budget is used up, or the program failed for good. */
        FAILED
    }

    public Verdict {
        Values.present("outcome", outcome);
        message = message == null ? "" : ProviderProtocol.beginning(message, ProviderProtocol.MAX_MESSAGE);
    }
}
