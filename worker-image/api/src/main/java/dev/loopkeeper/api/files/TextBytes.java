package dev.loopkeeper.api.files;

import java.io.IOException;

/** The bytes of a split as they come in. Calls come from the task's thread, and none waits for a network. */
interface TextBytes extends AutoCloseable {

    /**
     * Takes some bytes.
     *
     * @return how many; 0 where none are there by now, -1 at the end
     */
    int read(byte[] target, int offset, int length) throws IOException;

    @Override
    void close();
}
