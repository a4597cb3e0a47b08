package dev.loopkeeper.api.files;

import dev.loopkeeper.api.io.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * The text of a split from an offset on: what is compressed is decompressed, and what ends too soon is an error. Opens when it is first read;
 * reading may block.
 */
final class TextStream extends InputStream {

    private static final int SKIP_BYTES = 64 * 1024;

    private final FileSystem files;
    private final TextSplit split;
    private final long from;
    private boolean opened;
    private boolean compressed;
    private InputStream stream = InputStream.nullInputStream();
    private long at;

    TextStream(FileSystem files, TextSplit split, long from) {
        this.files = files;
        this.split = split;
        this.from = from;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count;
        do {
            count = read(one, 0, 1);
        } while (count == 0);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    /** Returns 0 where it has only come nearer to the offset: to reach it again in a compressed file takes many small steps. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            if (!opened) {
                open();
                opened = true;
            }
            if (at < from) {
                return skip();
            }
            int most = compressed ? length : (int) Math.min(length, split.size() - at);
            if (most == 0) {
                return -1;
            }
            int count = stream.read(target, offset, most);
            if (count < 0 && !compressed) {
                throw new IOException("it ends at byte " + at + " and had " + split.size()
                        + " bytes when the job was started: it was changed");
            }
            at += Math.max(0, count);
            return count;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private int skip() throws IOException {
        byte[] unwanted = new byte[(int) Math.min(SKIP_BYTES, from - at)];
        int count = stream.read(unwanted, 0, unwanted.length);
        if (count < 0) {
            throw new IOException(
                    "its text ends at byte " + at + ", and " + from + " bytes of it were read before: it was changed");
        }
        at += count;
        return 0;
    }

    private void open() throws IOException {
        if (!split.whole()) {
            openPlain();
            return;
        }
        PushbackInputStream beginning = new PushbackInputStream(files.open(split.uri(), 0), Gzip.MAGIC_BYTES);
        stream = beginning;
        byte[] first = beginning.readNBytes(Gzip.MAGIC_BYTES);
        beginning.unread(first);
        if (Gzip.isMagic(first)) {
            compressed = true;
            stream = Gzip.decompress(beginning);
        } else if (Gzip.isNamed(split.uri())) {
            throw new IOException("it is named as a gzip file and is none: give it another name");
        } else if (from > 0) {
            beginning.close();
            openPlain();
        }
    }

    private void openPlain() throws IOException {
        stream = files.open(split.uri(), from);
        at = from;
    }

    private IOException explained(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains(split.uri())) {
            return cause;
        }
        String hint = compressed ? " (behind byte " + at + " of its text: a damaged or incomplete gzip file?)" : "";
        return new IOException("input " + split.uri() + " cannot be read: " + message + hint, cause);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    @Override
    public String toString() {
        return split.uri();
    }
}
