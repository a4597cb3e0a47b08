package dev.loopkeeper.storage;

/** How a store wants the etag in {@code If-Match} of a write: the standard has quotes, some stores refuse a good etag in quotes. */
public enum EtagForm {
    QUOTED,
    PLAIN;

    String apply(String etag) {
        return this == QUOTED ? "\"" + etag + "\"" : etag;
    }

    /** The etag of an answer without quotes, as it is kept. */
    static String strip(String etag) {
        return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }
}
