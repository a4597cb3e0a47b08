package dev.loopkeeper.engine.files;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which file system a URI belongs to. */
final class UriScheme {

    static final String LOCAL = "file";

    /** At least two letters, so that a drive letter is none. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

    private UriScheme() {}

    /** The scheme in lower case; that of local files for a plain path. */
    static String of(String uri) {
        Matcher matcher = SCHEME.matcher(uri);
        return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : LOCAL;
    }

    /** What belongs to a URI's scheme: the local one, or one of the others. */
    static <T> T choose(String uri, T local, Map<String, T> byScheme) throws IOException {
        String scheme = of(uri);
        if (scheme.equals(LOCAL)) {
            return local;
        }
        T found = byScheme.get(scheme);
        if (found == null) {
            String known = byScheme.keySet().stream().map(name -> name + "://").collect(Collectors.joining(", "));
            throw new IOException("\"" + uri + "\" has the unknown scheme \"" + scheme + "\": use a path"
                    + (known.isEmpty() ? " or file:" : ", file: or " + known));
        }
        return found;
    }
}
