package dev.loopkeeper.engine.snapshot;

import java.util.List;

/**
 * What one task keeps in a snapshot.
 *
 * @param entry the name of the operator that the task's chain begins with
 * @param index the task's index
 * @param ended whether all its input had ended and its operators had been told
 * @param rounds the marks counted so far, or null outside of loops in rounds
 */
public record TaskPart(String entry, int index, boolean ended, RoundProgress rounds, List<OperatorPart> operators) {

    public TaskPart {
        operators = List.copyOf(operators);
    }

    /** The part of an operator of this task, or null if it has none of that kind. */
    public <P extends OperatorPart> P part(Class<P> kind, String operator) {
        for (OperatorPart part : operators) {
            if (kind.isInstance(part) && part.operator().equals(operator)) {
                return kind.cast(part);
            }
        }
        return null;
    }
}
