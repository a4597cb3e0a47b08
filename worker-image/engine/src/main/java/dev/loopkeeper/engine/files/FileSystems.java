package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.io.FileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sends each URI to the file system of its scheme; what has none is a path on the local disk. */
public final class FileSystems implements FileSystem {

    /** At least two letters, so that a drive letter is none. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

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

    private FileSystem of(String uri) throws IOException {
        Matcher matcher = SCHEME.matcher(uri);
        if (!matcher.matches()) {
            return local;
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        if (scheme.equals("file")) {
            return local;
        }
        FileSystem found = byScheme.get(scheme);
        if (found == null) {
            String known = byScheme.keySet().stream().map(name -> name + "://").collect(Collectors.joining(", "));
            throw new IOException("\"" + uri + "\" has the unknown scheme \"" + scheme + "\": use a path"
                    + (known.isEmpty() ? " or file:" : ", file: or " + known));
        }
        return found;
    }
}
