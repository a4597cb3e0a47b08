package dev.loopkeeper.benchmarks.hops;

/** What the engine and the hand-written loop do alike: so many records, each of which hops from key to key. */
final class Course {

    /** In one lap. */
    static final int RECORDS = 200_000;

    /** Of each record in one lap. */
    static final int HOPS = 200;

    static final int KEYS = 50_000;

    /** Of each key in one lap. */
    static final int VISITS = RECORDS / KEYS * HOPS;

    /**
     * The keys are a permutation's one cycle, {@code key * MULTIPLIER + INCREMENT} modulo their number: so a record visits as many keys as it has
     * hops, each key is visited equally often, and neighbours in a batch go to keys far apart, as keys of real data are.
     */
    private static final int MULTIPLIER = 21;

    private static final int INCREMENT = 12_347;

    private Course() {}

    /** The key that a record visits behind this one. */
    static int next(int key) {
        return (key * MULTIPLIER + INCREMENT) % KEYS;
    }
}
