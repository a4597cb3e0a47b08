package dev.loopkeeper.engine.snapshot;

import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.util.List;
import java.util.Map;

/** What one operator of one task keeps in a snapshot. */
public sealed interface OperatorPart {

    /** The operator's name, by which state is matched at a restore. */
    String operator();

    /** The keyed state of an operator, one entry for each of the task's key groups that holds anything. */
    record Keyed(String operator, List<KeyGroupPart> groups) implements OperatorPart {}

    /** State of the task as a whole: the encoded values of each state by its name, small enough to stand in the manifest. */
    record TaskValues(String operator, Map<String, List<byte[]>> values) implements OperatorPart {}

    /** A source's unfinished splits. */
    record Splits(String operator, List<Split> splits, long records) implements OperatorPart {}

    /**
     * A loop's head.
     *
     * @param current the last round whose mark the head has sent, -1 for none
     * @param decision the last decision applied, or null
     * @param logs the loop log of this snapshot; after a change of the parallelism those of all old heads whose log this one takes over
     * @param mark the mark whose round is not decided yet, to be reported again; null if there is none
     * @param rescaled whether the parallelism has changed: marks in the logs are passed over, and {@code mark} is to be appended behind them
     */
    record Head(
            String operator, int current, LoopDecision decision, List<LogPart> logs, RoundMark mark, boolean rescaled)
            implements OperatorPart {}

    /** A loop's tail: how many records it has fed back since it last passed a mark. */
    record Tail(String operator, long sinceMark) implements OperatorPart {}

    /** A sink: every transaction prepared since the last commit it has heard of. */
    record Transactions(String operator, List<String> transactions) implements OperatorPart {}
}
