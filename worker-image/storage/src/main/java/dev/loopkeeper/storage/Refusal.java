package dev.loopkeeper.storage;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a service said that gave no keys.
 *
 * @param status of HTTP
 * @param code of the service, or empty
 * @param detail in its words, or empty; may hold what was sent to it
 */
record Refusal(int status, String code, String detail) {

    /** Parts of tokens, as some services repeat what they do not like. */
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9_=-]{60,}");

    /** Those that come with a status that says otherwise. */
    private static final Set<String> TRANSIENT_CODES = Set.of(
            "IDPCommunicationError",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "SlowDown",
            "RequestTimeout",
            "ServiceUnavailable",
            "InternalError");

    /** Whether asking again may help. */
    boolean passing() {
        return status >= 500 || status == 408 || status == 429 || TRANSIENT_CODES.contains(code);
    }

    /** In one line, without the token that was sent. */
    String line(String token) {
        String text = LIKE_A_TOKEN.matcher(detail.replace(token, "...")).replaceAll("...");
        return "HTTP " + status + (code.isEmpty() ? "" : " " + code)
                + (text.isBlank() ? "" : ": " + ConnectionFailures.oneLine(text));
    }
}
