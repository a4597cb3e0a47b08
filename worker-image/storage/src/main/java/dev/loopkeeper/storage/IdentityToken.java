package dev.loopkeeper.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A token that keys are given for.
 *
 * @param text itself, which is secret
 * @param inWords what lines say of it: where it is and, where it tells that, whose: {@code the token of system:serviceaccount:team-a:jobs in
 *     /token}
 */
record IdentityToken(String text, String inWords) {

    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9:._/@-]{1,150}");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static IdentityToken of(String text, Path file) {
        String subject = subject(text);
        return new IdentityToken(text, "the token " + (subject.isEmpty() ? "" : "of " + subject + " ") + "in " + file);
    }

    /** As the token itself says, which is good enough for who has to compare it with what a service trusts; empty where it is no JWT. */
    private static String subject(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return "";
        }
        try {
            String subject = MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]))
                    .path("sub")
                    .asText();
            return SUBJECT.matcher(subject).matches() ? subject : "";
        } catch (IllegalArgumentException | IOException e) {
            return "";
        }
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return inWords;
    }
}
