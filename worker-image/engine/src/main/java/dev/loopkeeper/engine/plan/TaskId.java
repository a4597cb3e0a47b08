package dev.loopkeeper.engine.plan;

/** A task: one of the parallel instances of a vertex. */
public record TaskId(int vertex, int index) implements Comparable<TaskId> {

    @Override
    public int compareTo(TaskId other) {
        return vertex != other.vertex ? Integer.compare(vertex, other.vertex) : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return "v" + vertex + "/" + index;
    }
}
