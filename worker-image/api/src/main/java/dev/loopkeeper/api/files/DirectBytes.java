package dev.loopkeeper.api.files;

import java.io.IOException;

/** Reads on the task's thread, in small pieces: right for what is in memory or on a local disk. */
final class DirectBytes implements TextBytes {

    private final TextStream stream;

    DirectBytes(TextStream stream) {
        this.stream = stream;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return stream.read(target, offset, length);
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // Nothing was written; what was read is right all the same.
        }
    }
}
