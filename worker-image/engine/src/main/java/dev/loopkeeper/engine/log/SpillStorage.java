package dev.loopkeeper.engine.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where one log puts what does not fit in memory: files on a local disk, outside of simulations. Called from background work, on any thread;
 * {@link #close} by the log's owner. Messages of exceptions are one short reason, without the place: that is known.
 */
public interface SpillStorage extends AutoCloseable {

    /** The place, for messages. */
    String location();

    /** A new file, to be written once from its beginning to its end and closed. */
    Writer create() throws IOException;

    /**
     * Reads from a file until the target is full or the file ends.
     *
     * @param file as {@link Writer#file} said
     * @param offset in bytes
     */
    void read(String file, long offset, ByteBuffer target) throws IOException;

    /** Deletes a file. One that cannot be deleted costs space only. */
    void delete(String file);

    /** Removes what logs of dead processes left in the same place. */
    void sweep() throws IOException;

    /** Deletes all files of this log, those that are still being written too. */
    @Override
    void close();

    /** A file that is being written. */
    interface Writer extends Closeable {

        /** Its name, which says where it is. */
        String file();

        /** Writes all that remains in the buffer. */
        void write(ByteBuffer bytes) throws IOException;
    }
}
