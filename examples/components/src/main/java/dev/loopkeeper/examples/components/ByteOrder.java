package dev.loopkeeper.examples.components;

/** Compares texts as their bytes in UTF-8 compare, without making the bytes. */
final class ByteOrder {

    private ByteOrder() {}

    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int index = 0; index < length; index++) {
            char left = one.charAt(index);
            char right = other.charAt(index);
            if (left != right) {
                return Integer.compare(rank(left), rank(right));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** Halves of characters beyond the first 65,536, which are all greater, have numbers in the middle of those. */
    private static int rank(char character) {
        if (character < Character.MIN_SURROGATE) {
            return character;
        }
        return Character.isSurrogate(character) ? character + 0x10000 : character;
    }
}
