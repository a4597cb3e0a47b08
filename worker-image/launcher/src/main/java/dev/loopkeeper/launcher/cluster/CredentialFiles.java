package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.storage.S3Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder with the files {@code accessKeyId} and {@code secretAccessKey}: a mounted Secret.
 *
 * @param folder where they are
 */
record CredentialFiles(Path folder) implements StoreAccess {

    private static final String ACCESS_KEY = "accessKeyId";
    private static final String SECRET_KEY = "secretAccessKey";

    /**
     * Reads them as they are now.
     *
     * @throws IOException with one line that names the file and says nothing of its content
     */
    @Override
    public S3Credentials read() throws IOException {
        return new S3Credentials(line(ACCESS_KEY), line(SECRET_KEY), Optional.empty());
    }

    private String line(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new IOException(file + " is empty; it must hold a key of the store");
            }
            return text;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file + ", which must hold a key of the store", e);
        }
    }
}
