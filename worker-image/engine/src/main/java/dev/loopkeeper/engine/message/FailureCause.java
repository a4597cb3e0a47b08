package dev.loopkeeper.engine.message;

/**
 * What a task has failed by, whatever words it is told in: two failures of one cause may name different records.
 *
 * @param origin the class of what was thrown first, and the method and line that threw it; empty where that is not known
 * @param diskFull whether a disk without room is to blame, and not the code that has met it
 */
public record FailureCause(String origin, boolean diskFull) {

    public static final FailureCause UNKNOWN = new FailureCause("", false);

    public FailureCause {
        origin = origin == null ? "" : origin;
    }
}
