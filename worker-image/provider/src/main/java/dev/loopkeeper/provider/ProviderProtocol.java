package dev.loopkeeper.provider;

/** The version of the interface and the bounds that both sides keep. */
public final class ProviderProtocol {

    /** The version that these records describe. A change that an older peer would misread raises it; a new optional field does not. */
    public static final int VERSION = 1;

    /** The longest {@code message}, in characters; what is longer loses its end. */
    public static final int MAX_MESSAGE = 1024;

    /** The longest {@code logTail}, in characters; what is longer loses its beginning. */
    public static final int MAX_LOG_TAIL = 2048;

    /** The most workers that one list may hold. */
    public static final int MAX_WORKERS = 10_000;

    private ProviderProtocol() {}

    static String beginning(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit);
    }

    static String end(String text, int limit) {
        return text.length() <= limit ? text : text.substring(text.length() - limit);
    }
}
