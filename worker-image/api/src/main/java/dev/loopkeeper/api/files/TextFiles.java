package dev.loopkeeper.api.files;

/**
 * Files of lines, by path, {@code file:} URI or {@code s3://} URI. Text is UTF-8; lines end with a line feed, with or without a carriage return
 * before it, and the last one need not end.
 */
public final class TextFiles {

    private TextFiles() {}

    /**
     * A source of the lines of a file, or of all files directly in a directory or below an {@code s3://} prefix. Gzip files are recognised and
     * read as one part each; others are read in parts by several tasks.
     */
    public static TextSource<String> at(String uri) {
        return new TextSource<>(given("input", uri), String.class, line -> line, TextSource.DEFAULT_SPLIT_BYTES);
    }

    /**
     * A sink that writes each record as a line, by {@link String#valueOf(Object)}, into files of a directory. A file appears there whole and
     * once, when the snapshot that it belongs to is committed; a task that has nothing to write makes none. A directory with results of another job
     * is refused, unless they are to be {@linkplain TextSink#overwrite overwritten}.
     */
    public static TextSink<Object> to(String uri) {
        return new TextSink<>(given("output", uri), String::valueOf, false);
    }

    /** An empty path would be the current directory, which nobody means. */
    private static String given(String what, String uri) {
        if (uri.isBlank()) {
            throw new IllegalArgumentException(
                    "the path of an " + what + " is empty; give a file, a directory or an s3:// address");
        }
        return uri;
    }
}
