package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.ContainerEnd;
import dev.loopkeeper.provider.Verdict;
import java.util.Optional;

/**
 * A verdict as a coordinator leaves it behind in its termination message: {@code loopkeeper-verdict SUCCEEDED 2 of 2 regions finished}. Read when
 * its stream was not, as after the operator was away.
 */
final class VerdictText {

    static final String MARK = "loopkeeper-verdict ";

    private VerdictText() {}

    /** The verdict, if the message is one and fits the exit code. */
    static Optional<Verdict> read(ContainerEnd end) {
        String line = end.message().lines().findFirst().orElse("");
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        String[] words = line.substring(MARK.length()).split(" ", 2);
        for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
            if (outcome.name().equals(words[0]) && (outcome == Verdict.Outcome.FAILED ? 1 : 0) == end.exitCode()) {
                return Optional.of(new Verdict(outcome, words.length > 1 ? words[1] : "", null));
            }
        }
        return Optional.empty();
    }
}
