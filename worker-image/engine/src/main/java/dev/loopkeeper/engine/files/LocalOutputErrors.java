package dev.loopkeeper.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** What goes wrong with local output, in one line that says what to do. */
final class LocalOutputErrors {

    private LocalOutputErrors() {}

    static IOException explained(Path directory, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.startsWith("output ")) {
            return cause;
        }
        return new IOException("output directory " + directory + " cannot be written: " + why(cause, message), cause);
    }

    private static String why(IOException cause, String message) {
        if (cause instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (cause instanceof FileAlreadyExistsException || cause instanceof NotDirectoryException) {
            return ((FileSystemException) cause).getFile() + " is a file";
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota")) {
            return "the disk is full (" + message + ")";
        }
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + " cannot be made there";
        }
        boolean explained = !(cause instanceof FileSystemException system) || system.getReason() != null;
        return explained ? message : cause.getClass().getSimpleName() + " " + message;
    }

    /** A file's name is durable only when its directory is. */
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
