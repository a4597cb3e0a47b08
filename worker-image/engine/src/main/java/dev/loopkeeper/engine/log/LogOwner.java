package dev.loopkeeper.engine.log;

/** What a feedback log tells the loop head it belongs to. Called on the owner's thread, from completions of background work. */
public interface LogOwner {

    /** What could not be read before, because it was not in memory, can be read now. */
    void wake();

    /**
     * The log can neither keep nor give back its records: the region has to fail (R8). Called once.
     *
     * @param cause its message is one line: what, where, what to do
     */
    void failed(Exception cause);
}
