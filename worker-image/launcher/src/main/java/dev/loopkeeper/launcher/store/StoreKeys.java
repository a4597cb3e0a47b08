package dev.loopkeeper.launcher.store;

import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.storage.S3Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of an S3 store where every tool looks for them: the environment, then the shared credentials file. They are never taken from
 * the command line, which everyone on the machine can read.
 */
public final class StoreKeys {

    private static final String ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    private static final String SESSION = "AWS_SESSION_TOKEN";
    private static final String FILE = "AWS_SHARED_CREDENTIALS_FILE";
    private static final String PROFILE = "AWS_PROFILE";

    private StoreKeys() {}

    /**
     * The keys.
     *
     * @param store what messages call the store
     * @throws BadInputException if there are none, with where they were looked for
     */
    public static S3Credentials find(String store, Map<String, String> environment) throws BadInputException {
        if (given(environment.get(ID)) && given(environment.get(SECRET))) {
            return credentials(environment.get(ID), environment.get(SECRET), environment.get(SESSION));
        }
        if (given(environment.get(ID)) || given(environment.get(SECRET))) {
            throw new BadInputException(
                    "of the keys for " + store + " only one is given: set both " + ID + " and " + SECRET);
        }
        String profile = environment.getOrDefault(PROFILE, "default");
        String named = environment.get(FILE);
        Path file = named == null ? Path.of(System.getProperty("user.home"), ".aws", "credentials") : Path.of(named);
        Map<String, String> found = profile(file, profile);
        if (given(found.get("aws_access_key_id")) && given(found.get("aws_secret_access_key"))) {
            return credentials(
                    found.get("aws_access_key_id"), found.get("aws_secret_access_key"), found.get("aws_session_token"));
        }
        throw new BadInputException("there are no keys for " + store + ": set " + ID + " and " + SECRET
                + ", or put aws_access_key_id and aws_secret_access_key under [" + profile + "] in " + file);
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private static S3Credentials credentials(@Nullable String id, @Nullable String secret, @Nullable String session) {
        return new S3Credentials(
                String.valueOf(id).strip(),
                String.valueOf(secret).strip(),
                Optional.ofNullable(session).filter(token -> !token.isBlank()).map(String::strip));
    }

    /** The settings of one profile of a credentials file; none if there is no such file or profile. */
    private static Map<String, String> profile(Path file, String profile) throws BadInputException {
        Map<String, String> settings = new HashMap<>();
        if (!Files.isRegularFile(file)) {
            return settings;
        }
        try {
            boolean inside = false;
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                int equals = text.indexOf('=');
                if (text.startsWith("[") && text.endsWith("]")) {
                    inside = text.substring(1, text.length() - 1).strip().equals(profile);
                } else if (inside && equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
                    settings.put(
                            text.substring(0, equals).strip(),
                            text.substring(equals + 1).strip());
                }
            }
            return settings;
        } catch (IOException e) {
            throw new BadInputException("the credentials file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
