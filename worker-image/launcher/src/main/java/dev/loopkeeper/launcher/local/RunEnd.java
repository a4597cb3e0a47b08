package dev.loopkeeper.launcher.local;

import dev.loopkeeper.provider.Verdict;

/** How a run ended, as the provider found it. */
public sealed interface RunEnd {

    /** With a verdict, which stands in the store. */
    record Decided(Verdict verdict) implements RunEnd {}

    /**
     * The coordinator ended with the code of a verdict without having told it; its log says more.
     *
     * @param exitCode 0 or 1 (K8)
     */
    record Untold(int exitCode, String logTail) implements RunEnd {}

    /** The program or its parameters are wrong, so that another start would end the same way (K8). */
    record Refused(String logTail) implements RunEnd {}

    /** One coordinator after the other ended before it could claim the job. */
    record GivenUp(String reason, String logTail) implements RunEnd {}
}
