package dev.loopkeeper.engine.state;

/**
 * A list as it was at a cut.
 *
 * @param elements shared with the list, which writes only at {@code size} and behind
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; sharing the array is its purpose
record ListPrefix(Object[] elements, int size) {

    static final ListPrefix EMPTY = new ListPrefix(new Object[0], 0);
}
