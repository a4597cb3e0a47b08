package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.provider.Verdict;
import java.util.Optional;

/**
 * How a coordinator has ended.
 *
 * @param code of its process (K8): 0 and 1 stand for a verdict in the store, 2 for a program or parameters that are wrong, all else is
 *     replaced by a new coordinator
 * @param message one line
 * @param verdict what stands in the store, where that is why it has ended
 */
public record CoordinatorExit(int code, String message, Optional<Verdict.Outcome> verdict) {

    /** The job has succeeded, or was suspended. */
    public static final int DONE = 0;

    /** The job has failed. */
    public static final int FAILED = 1;

    /** The program or its parameters are wrong, or do not fit what is in the store. */
    public static final int REFUSED = 2;

    /** Another coordinator has claimed the job, or this one is broken. */
    public static final int REPLACED = 3;

    /** An end without a verdict. */
    public CoordinatorExit(int code, String message) {
        this(code, message, Optional.empty());
    }

    /** The end that a verdict makes. */
    static CoordinatorExit of(Verdict verdict) {
        return new CoordinatorExit(
                verdict.outcome() == Verdict.Outcome.FAILED ? FAILED : DONE,
                verdict.message(),
                Optional.of(verdict.outcome()));
    }
}
