package dev.loopkeeper.api.state;

import java.util.List;

/**
 * State of a task as a whole: a list of values. When a job is restored at another parallelism the values of all old tasks are dealt out
 * to the new ones in turn.
 */
public interface TaskState<V> {

    List<V> get();

    void set(List<V> values);
}
