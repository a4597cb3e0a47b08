package dev.loopkeeper.operator.observe;

import java.time.Instant;

/**
 * How a run ended. It is written on the run's revision before anything that proves it is deleted or acknowledged, so that an operator
 * that is killed in between finds it there (R17).
 *
 * @param message one line for people
 */
public record RunEnd(Outcome outcome, String message, Instant time) {

    /** The ends that a run can have. */
    public enum Outcome {
        SUCCEEDED,
        FAILED,
        /** Stopped on request, with whatever was committed last. */
        SUSPENDED,
        /** Given up without a word of its coordinator, because a change replaces it (K18). */
        ABANDONED
    }

    /** Whether the job has ended with it: nothing is started again (K17). */
    public boolean isFinal() {
        return outcome == Outcome.SUCCEEDED || outcome == Outcome.FAILED;
    }
}
