package dev.loopkeeper.api.files;

import dev.loopkeeper.api.io.FileSystem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What is particular to compressed files. */
final class Gzip {

    static final int MAGIC_BYTES = 2;

    private static final int BUFFER_BYTES = 32 * 1024;

    private Gzip() {}

    static boolean isNamed(String uri) {
        String name = uri.toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") || name.endsWith(".gzip");
    }

    static boolean isMagic(byte[] first) {
        return first.length >= MAGIC_BYTES && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b;
    }

    static boolean isCompressed(FileSystem files, String uri) throws IOException {
        try (InputStream stream = files.open(uri, 0)) {
            return isMagic(stream.readNBytes(MAGIC_BYTES));
        }
    }

    static InputStream decompress(InputStream compressed) throws IOException {
        return new Decompressing(new Remembering(compressed));
    }

    /**
     * The JDK's stream takes a failure to read the header of a further member for the end of the file; with a network below, that would lose the
     * rest of it in silence.
     */
    private static final class Decompressing extends GZIPInputStream {

        private final Remembering below;

        Decompressing(Remembering below) throws IOException {
            super(below, BUFFER_BYTES);
            this.below = below;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count < 0 && below.failure != null) {
                throw below.failure;
            }
            return count;
        }
    }

    /** Keeps the failure of the stream below. */
    private static final class Remembering extends FilterInputStream {

        private @Nullable IOException failure;

        Remembering(InputStream below) {
            super(below);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
