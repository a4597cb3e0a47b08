package dev.loopkeeper.api.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of bytes of a file: the lines that begin in it.
 *
 * @param end the first byte behind it
 * @param size that of the whole file when the job was first started
 */
record TextSplit(String uri, long start, long end, long size) {

    private static final Pattern TEXT = Pattern.compile("(\\d+)-(\\d+)/(\\d+) (.*)", Pattern.DOTALL);

    /** A whole file may be compressed; parts are made of plain ones only. */
    boolean whole() {
        return start == 0 && end == size;
    }

    String text() {
        return start + "-" + end + "/" + size + " " + uri;
    }

    static TextSplit parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no part of a text file: the program's source was "
                    + "another one when the snapshot was taken");
        }
        return new TextSplit(
                matcher.group(4),
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)));
    }
}
