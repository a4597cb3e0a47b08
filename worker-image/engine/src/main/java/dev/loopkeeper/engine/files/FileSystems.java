package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.io.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends each URI to the file system of its scheme; what has none is a path on the local disk. */
public final class FileSystems implements FileSystem {

    private final FileSystem local;
    private final Map<String, FileSystem> byScheme;

    /**
     * @param local for plain paths and {@code file:} URIs
     * @param byScheme the others, by scheme in lower case
     */
    public FileSystems(FileSystem local, Map<String, FileSystem> byScheme) {
        this.local = local;
        this.byScheme = new TreeMap<>(byScheme);
    }

    @Override
    public List<FileEntry> list(String uri) throws IOException {
        return of(uri).list(uri);
    }

    @Override
    public InputStream open(String uri, long offset) throws IOException {
        return of(uri).open(uri, offset);
    }

    @Override
    public boolean remote(String uri) {
        FileSystem found = byScheme.get(UriScheme.of(uri));
        return found != null && found.remote(uri);
    }

    private FileSystem of(String uri) throws IOException {
        return UriScheme.choose(uri, local, byScheme);
    }
}
