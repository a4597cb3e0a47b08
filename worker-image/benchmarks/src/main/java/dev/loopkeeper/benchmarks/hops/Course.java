package dev.loopkeeper.benchmarks.hops;

/** What the engine and the hand-written loop do alike: so many records, each of which hops from key to key. */
final class Course {

    /** In one lap. */
    static final int RECORDS = 200_000;

    /** Of each record in one lap. */
    static final int HOPS = 200;

    static final int KEYS = RECORDS;

    /** From a record's key to its next: far enough that both belong to the same task as often as not. A prime, so that all keys are visited. */
    static final int STRIDE = 7_919;

    private Course() {}
}
