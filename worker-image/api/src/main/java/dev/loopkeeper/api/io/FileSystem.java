package dev.loopkeeper.api.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Files on local disk or in an S3 store, by URI. May be used from any thread; calls block. */
public interface FileSystem {

    /** The non-hidden files at a URI, sorted by name: one file, those of a directory, or those under an {@code s3://} prefix. */
    List<FileEntry> list(String uri) throws IOException;

    /** Reads a file from a byte offset on. */
    InputStream open(String uri, long offset) throws IOException;

    /** Whether reading waits for a network: then what must not wait reads ahead on another thread. */
    default boolean remote(String uri) {
        return false;
    }
}
