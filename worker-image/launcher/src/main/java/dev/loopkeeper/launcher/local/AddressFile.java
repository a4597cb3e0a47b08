package dev.loopkeeper.launcher.local;

import dev.loopkeeper.engine.runtime.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that says where a coordinator listens: how a port that the system chose becomes known. */
public final class AddressFile {

    private AddressFile() {}

    /** Writes the address in one step, so that no reader sees half of it. */
    public static void write(Path file, URI address) throws IOException {
        PrivateFiles.write(file, address + "\n");
    }

    /**
     * The address, or empty while the file does not exist.
     *
     * @throws IOException if the file is there and holds no address, with a line that names it
     */
    public static Optional<URI> read(Path file) throws IOException {
        try {
            return Optional.of(URI.create(Files.readString(file).strip()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no address", e);
        }
    }
}
