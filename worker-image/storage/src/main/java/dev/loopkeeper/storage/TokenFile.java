package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where a token is that keys are given for. Whoever wrote it replaces it before it expires, so it is read anew each time.
 *
 * @param variable of the environment, which names it; for messages
 */
record TokenFile(Path path, String variable) {

    /**
     * The token of now.
     *
     * @param service what lines call the one that it is for
     * @throws NoKeysException with one line that does not show it
     */
    IdentityToken read(String service) throws NoKeysException {
        try {
            String token = Files.readString(path).strip();
            if (token.isEmpty()) {
                throw NoKeysException.forNow("the file " + path + " is empty; it must hold the token for " + service);
            }
            return IdentityToken.of(token, path);
        } catch (NoSuchFileException e) {
            throw NoKeysException.refused(
                    Kind.DENIED,
                    "there is no file " + path + ", which must hold the token for " + service
                            + ": mount it, or name another one (" + variable + ")");
        } catch (IOException e) {
            throw NoKeysException.forNow(
                    "the token in " + path + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
