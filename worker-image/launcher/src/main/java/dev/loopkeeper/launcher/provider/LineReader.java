package dev.loopkeeper.launcher.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8, each of a bounded length. Used by one thread; {@link #close} may be called by another. */
final class LineReader implements AutoCloseable {

    private final InputStream source;
    private final InputStream in;
    private final int limit;

    LineReader(InputStream source, int limit) {
        this.source = source;
        this.in = new BufferedInputStream(source, 1 << 13);
        this.limit = limit;
    }

    /** The next line without its end, or null at the end of the stream; a last line without an end is dropped as torn. */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (line.size() == limit) {
                throw new IOException("a line is longer than " + limit + " bytes");
            }
            line.write(b);
        }
        return null;
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException _) {
            // Nothing is lost: the stream is read only.
        }
    }
}
