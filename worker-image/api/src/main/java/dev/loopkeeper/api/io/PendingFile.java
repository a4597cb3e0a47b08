package dev.loopkeeper.api.io;

import java.io.IOException;
import java.util.concurrent.Callable;

/** A file that is being written. Calls come from one thread, except that of what {@link #prepare} returns. */
public interface PendingFile extends AutoCloseable {

    /** Takes bytes; may hand full blocks to another thread, never waits for the network. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Whether more can be taken without holding more than a fixed number of blocks in memory. */
    boolean ready();

    /** Ends the file. The returned work makes it durable and returns its transaction; it may block.
     * It is called again if it fails. */
    Callable<String> prepare() throws IOException;

    /** Drops the file if it is not prepared. */
    @Override
    void close();
}
