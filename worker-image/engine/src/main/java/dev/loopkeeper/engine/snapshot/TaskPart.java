package dev.loopkeeper.engine.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

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

    /** The same with its chunks elsewhere. */
    TaskPart withChunks(UnaryOperator<ChunkRef> moved) {
        List<OperatorPart> parts = new ArrayList<>();
        for (OperatorPart part : operators) {
            parts.add(
                    switch (part) {
                        case OperatorPart.Keyed keyed ->
                            new OperatorPart.Keyed(
                                    keyed.operator(),
                                    keyed.groups().stream()
                                            .map(group -> new KeyGroupPart(
                                                    group.group(),
                                                    group.chunks().stream()
                                                            .map(moved)
                                                            .toList()))
                                            .toList());
                        case OperatorPart.Head head ->
                            new OperatorPart.Head(
                                    head.operator(),
                                    head.current(),
                                    head.decision(),
                                    head.logs().stream()
                                            .map(log -> withChunks(log, moved))
                                            .toList(),
                                    head.mark(),
                                    head.rescaled());
                        case OperatorPart.TaskValues _,
                                OperatorPart.Splits _,
                                OperatorPart.Tail _,
                                OperatorPart.Transactions _ -> part;
                    });
        }
        return new TaskPart(entry, index, ended, rounds, parts);
    }

    private static LogPart withChunks(LogPart log, UnaryOperator<ChunkRef> moved) {
        return new LogPart(
                log.chunks().stream()
                        .map(piece -> new LogChunk(moved.apply(piece.chunk()), piece.skip(), piece.count()))
                        .toList(),
                log.mark());
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
