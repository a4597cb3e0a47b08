package dev.loopkeeper.api.function;

import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.TaskState;
import dev.loopkeeper.api.state.ValueState;

/** What an operator may use of its task. State is declared in {@link OperatorFunction#open} only. */
public interface OperatorContext {

    /** From 0 to {@code parallelism() - 1}. */
    int taskIndex();

    int parallelism();

    String parameter(String name);

    /** State of one value for each key; only in operators on keyed streams. */
    <V> ValueState<V> value(String name, Class<V> type);

    /** State of a growing list for each key; only in operators on keyed streams. */
    <V> ListState<V> list(String name, Class<V> type);

    /** State of the task as a whole. */
    <V> TaskState<V> task(String name, Class<V> type);

    /**
     * Visits every key that has state in this task, in no particular order; during the visit the state handles are those of that key. Keys
     * must not be added during the visit.
     */
    <K> void forEachKey(Class<K> keyType, java.util.function.Consumer<? super K> visit);
}
