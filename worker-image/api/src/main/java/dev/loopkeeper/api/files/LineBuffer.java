package dev.loopkeeper.api.files;

import java.io.IOException;
import java.util.Arrays;

/** Bytes in which lines are found. Holds at most one line that is not whole yet. */
final class LineBuffer {

    static final int PIECE_BYTES = 64 * 1024;

    /** More than that is no line of a text file. */
    static final int LONGEST_LINE_BYTES = 64 << 20;

    private byte[] bytes = new byte[PIECE_BYTES];
    private int from;
    private int to;
    private int searched;

    /** The bytes that belong to no line taken so far. */
    int length() {
        return to - from;
    }

    /**
     * Takes bytes in.
     *
     * @return as {@link TextBytes#read}
     */
    int fill(TextBytes source) throws IOException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            searched -= from;
            to -= from;
            from = 0;
        }
        if (bytes.length - to < PIECE_BYTES / 2) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int count = source.read(bytes, to, Math.min(PIECE_BYTES, bytes.length - to));
        to += Math.max(0, count);
        return count;
    }

    boolean tooLong() {
        return to - from > LONGEST_LINE_BYTES;
    }

    /** The length of the first line with its line feed; 0 where it is not whole. */
    int wholeLine() {
        for (int index = searched; index < to; index++) {
            if (bytes[index] == '\n') {
                searched = index;
                return index + 1 - from;
            }
        }
        searched = to;
        return 0;
    }

    /** The text of the first line, which has the given length with its end, if it has one. */
    String text(int length) throws java.nio.charset.CharacterCodingException {
        int end = from + length;
        if (end > from && bytes[end - 1] == '\n') {
            end--;
        }
        if (end > from && bytes[end - 1] == '\r') {
            end--;
        }
        return Utf8.decode(bytes, from, end - from);
    }

    void drop(int length) {
        from += length;
        searched = Math.max(searched, from);
    }

    void clear() {
        from = to;
        searched = to;
    }
}
