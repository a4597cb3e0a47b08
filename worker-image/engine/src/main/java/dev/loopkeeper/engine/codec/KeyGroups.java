package dev.loopkeeper.engine.codec;

/**
 * The units in which keyed state is spread over tasks and moved when a job is rescaled. A key's group follows from its hash, a group's task
 * from its number: tasks own contiguous ranges.
 */
public final class KeyGroups {

    /** How many groups there are, and so the largest parallelism. A power of two; fixed for ever, snapshots depend on it. */
    public static final int COUNT = 128;

    private KeyGroups() {}

    /** The group of a key whose {@link KeyHash} is given. */
    public static int group(int hash) {
        return hash & (COUNT - 1);
    }

    /** The task that owns a group. */
    public static int task(int group, int parallelism) {
        return group * parallelism / COUNT;
    }

    /** The first group of a task; its last is before the first of the next task. */
    public static int first(int task, int parallelism) {
        return (task * COUNT + parallelism - 1) / parallelism;
    }
}
