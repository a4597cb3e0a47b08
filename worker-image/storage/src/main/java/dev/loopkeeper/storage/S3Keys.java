package dev.loopkeeper.storage;

import java.util.Set;

/** Keys as they may be sent. */
final class S3Keys {

    private static final Set<String> DOTS = Set.of(".", "..");

    private S3Keys() {}

    /**
     * The key itself. Dot parts would make it another key, or another bucket, once it stands in a URL, and the client drops empty parts.
     */
    static String require(String key) {
        for (String part : key.split("/", -1)) {
            if (part.isEmpty() || DOTS.contains(part)) {
                throw new IllegalArgumentException("\"" + key
                        + "\" is no key of an object: no part of it, between slashes, may be empty, . or ..");
            }
        }
        return key;
    }
}
