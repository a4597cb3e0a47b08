package dev.loopkeeper.benchmarks.hops;

/**
 * A record on its way round the loop.
 *
 * @param hop how many keys it has visited before this one
 */
record Token(int key, int hop) {

    static Token start(int key) {
        return new Token(key, 0);
    }

    /** Whether the key is the last one that it visits. */
    boolean last() {
        return hop == Course.HOPS - 1;
    }

    /** A new record, as programs make them, for the next key. */
    Token next() {
        int next = key + Course.STRIDE;
        return new Token(next < Course.KEYS ? next : next - Course.KEYS, hop + 1);
    }
}
