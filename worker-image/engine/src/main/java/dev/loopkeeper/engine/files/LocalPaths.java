package dev.loopkeeper.engine.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths on the local disk as users write them. */
final class LocalPaths {

    private LocalPaths() {}

    /** The path that a plain path or a {@code file:} URI names. */
    static Path of(String text) throws IOException {
        try {
            return text.regionMatches(true, 0, "file:", 0, "file:".length())
                    ? Path.of(URI.create(text))
                    : Path.of(text);
        } catch (InvalidPathException e) {
            throw new IOException("\"" + text + "\" is no path: " + e.getReason(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "\"" + text
                            + "\" is no URI of a local file, such as file:///data/input.tsv: write it so, or as a plain path",
                    e);
        }
    }
}
