package dev.loopkeeper.benchmarks.hops;

/**
 * A record on its way round the loop.
 *
 * @param hop how many keys it has visited before this one
 */
record Token(int key, int hop) {

    /** The token of this number in its lap, before its first visit. */
    static Token start(int number) {
        return new Token(number % Course.KEYS, 0);
    }

    /** Whether the key is the last one that it visits. */
    boolean last() {
        return hop == Course.HOPS - 1;
    }

    /** A new record, as programs make them, for the next key. */
    Token next() {
        return new Token(Course.next(key), hop + 1);
    }
}
