package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.function.Partitioner;
import java.util.function.Function;

/** Which task of the next operator a record goes to. */
public sealed interface Partitioning {

    /** To the task of the same index. */
    record Forward() implements Partitioning {}

    /** To the task that owns the key's group. */
    record ByKey(Class<?> keyType, Function<Object, Object> key) implements Partitioning {}

    /** To all tasks. */
    record Broadcast() implements Partitioning {}

    /** To the tasks in turn. */
    record Rebalance() implements Partitioning {}

    /** To the task that the program chooses. */
    record Chosen(Partitioner<Object> partitioner) implements Partitioning {}
}
