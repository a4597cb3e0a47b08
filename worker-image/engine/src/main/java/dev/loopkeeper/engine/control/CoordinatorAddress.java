package dev.loopkeeper.engine.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where workers find their job's coordinator; looked up anew each time they dial, because a coordinator may have been replaced. */
public sealed interface CoordinatorAddress {

    /** What stands before the path of a file. */
    String FILE_SCHEME = "file:";

    /**
     * Where it listens now.
     *
     * @throws IOException with one line, if that is not known at present: trying again later is right
     */
    HostPort find() throws IOException;

    /**
     * Reads {@code host:port}, or {@code file:PATH} of a file that holds one.
     *
     * @throws IllegalArgumentException with one line that quotes the text
     */
    static CoordinatorAddress parse(String text) {
        return text.startsWith(FILE_SCHEME)
                ? new InFile(Path.of(text.substring(FILE_SCHEME.length())))
                : new Fixed(HostPort.parse(text));
    }

    /** A name or address that stays the same; what it stands for may change, as that of a Kubernetes Service does (K7). */
    record Fixed(HostPort address) implements CoordinatorAddress {

        @Override
        public HostPort find() {
            return address;
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** A file with {@code host:port}, replaced in one step when a new coordinator listens elsewhere. */
    record InFile(Path file) implements CoordinatorAddress {

        @Override
        public HostPort find() throws IOException {
            try {
                return HostPort.parse(Files.readString(file).strip());
            } catch (NoSuchFileException e) {
                throw new IOException("no coordinator has written its address to " + file + " yet", e);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return FILE_SCHEME + file;
        }
    }
}
