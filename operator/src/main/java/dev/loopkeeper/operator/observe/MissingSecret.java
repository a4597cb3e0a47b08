package dev.loopkeeper.operator.observe;

import org.jspecify.annotations.Nullable;

/**
 * A Secret that a job names and that is not there, or has not the key.
 *
 * @param path the field that names it, such as {@code spec.snapshots.store.credentials.secret}
 * @param key the key that the Secret lacks; null if there is no such Secret
 */
public record MissingSecret(
        String path, String secret, @Nullable String key) {

    @Override
    public String toString() {
        return key == null
                ? path + " names Secret " + secret + ", which does not exist"
                : path + " names Secret " + secret + ", which has no key " + key;
    }
}
