package dev.loopkeeper.engine.plan;

/**
 * An exchange between two vertices.
 *
 * @param id its index in the plan
 * @param from the producing vertex
 * @param to the consuming vertex
 * @param input which input of the consumer's entry operator it feeds: 0 or 1
 * @param type the type of its records
 * @param loop the loop that both its ends are inside of, or -1: only such an edge carries round marks and counts in waves
 */
public record Edge(
        int id, int from, int to, int input, Partitioning partitioning, ResultKind kind, Class<?> type, int loop) {}
