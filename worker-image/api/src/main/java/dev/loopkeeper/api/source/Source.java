package dev.loopkeeper.api.source;

import java.io.IOException;
import java.util.List;

/**
 * Where records come from: a fixed list of splits, made once at a job's first start and kept in its state from then on. Splits are dealt out
 * to the tasks, so a source scales up to their number.
 */
public interface Source<T> {

    Class<T> type();

    /** Lists the splits. Called on the coordinator, once in a job's life, off the coordinator's thread; it may block. */
    List<Split> splits(SourceContext context) throws IOException;

    /** Opens a split at its position. Called on the task's thread; it must not block for long. */
    SplitReader<T> open(Split split, SourceContext context) throws IOException;

    /** How many splits a task reads in turn before one of them has ended; those of a source without end must all be among them. */
    default int splitsAtOnce() {
        return 4;
    }
}
