package dev.loopkeeper.engine.http;

import dev.loopkeeper.engine.runtime.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A secret that lets its bearer in. It is compared in constant time and never printed. */
public final class BearerToken {

    private static final String SCHEME = "Bearer ";
    private static final int MIN_LENGTH = 16;
    private static final int RANDOM_BYTES = 32;

    private final String secret;

    /**
     * A token of this secret; white space around it is dropped.
     *
     * @throws IllegalArgumentException if it is shorter than {@value #MIN_LENGTH} characters, or not printable ASCII
     */
    public BearerToken(String secret) {
        String stripped = secret.strip();
        if (stripped.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("the token is shorter than " + MIN_LENGTH + " characters");
        }
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the token may hold printable ASCII without spaces only");
        }
        this.secret = stripped;
    }

    /** A new random token of 256 bits. */
    public static BearerToken random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new BearerToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * Reads the token from a file.
     *
     * @throws IOException with one line that names the file, if it cannot be read or holds no token
     */
    public static BearerToken read(Path file) throws IOException {
        try {
            return new BearerToken(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException("token file " + file + " does not exist", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("token file " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes the token into a file that only its owner may read, replacing what is there in one step. */
    public void write(Path file) throws IOException {
        PrivateFiles.write(file, secret + "\n");
    }

    /** The value of the header {@code Authorization} that shows this token. A secret as the token is. */
    public String authorization() {
        return SCHEME + secret;
    }

    /** Whether this value of the header {@code Authorization} shows this token; takes the same time wherever they differ. */
    public boolean admits(@Nullable String authorization) {
        return authorization != null
                && MessageDigest.isEqual(
                        authorization().getBytes(StandardCharsets.UTF_8),
                        authorization.getBytes(StandardCharsets.UTF_8));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "BearerToken[hidden]";
    }
}
