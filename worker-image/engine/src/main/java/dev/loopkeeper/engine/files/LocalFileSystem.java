package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.io.FileSystem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Input files on the local disk, by path or {@code file:} URI. A directory stands for the files directly in it; those whose names begin with a dot
 * or an underscore are hidden.
 */
public final class LocalFileSystem implements FileSystem {

    @Override
    public List<FileEntry> list(String uri) throws IOException {
        Path path = path(uri);
        try {
            if (Files.isDirectory(path)) {
                return listDirectory(path);
            }
            if (!Files.exists(path)) {
                throw missing(uri);
            }
            return List.of(new FileEntry(path.toString(), Files.size(path)));
        } catch (NoSuchFileException e) {
            throw missing(uri);
        } catch (AccessDeniedException e) {
            throw denied(uri, e);
        }
    }

    @Override
    public InputStream open(String uri, long offset) throws IOException {
        Path path = path(uri);
        try {
            if (Files.isDirectory(path)) {
                throw new IOException("input " + uri + " is a directory, not a file");
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            if (offset > channel.size()) {
                long size = channel.size();
                channel.close();
                throw new IOException("input " + uri + " has " + size + " bytes, fewer than the " + offset
                        + " that were read before: it was changed");
            }
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (NoSuchFileException e) {
            throw missing(uri);
        } catch (AccessDeniedException e) {
            throw denied(uri, e);
        }
    }

    private static List<FileEntry> listDirectory(Path directory) throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.startsWith(".") && !name.startsWith("_") && Files.isRegularFile(entry)) {
                    files.add(entry);
                }
            }
        }
        // Sorted as text, so that every machine numbers the files alike.
        files.sort(Comparator.comparing(file -> file.getFileName().toString()));
        var listed = new ArrayList<FileEntry>();
        for (Path file : files) {
            listed.add(new FileEntry(file.toString(), Files.size(file)));
        }
        return listed;
    }

    private static Path path(String uri) throws IOException {
        return LocalPaths.of(uri);
    }

    private static FileNotFoundException missing(String uri) {
        return new FileNotFoundException("input " + uri + " does not exist");
    }

    private static IOException denied(String uri, AccessDeniedException cause) {
        return new IOException("input " + uri + " cannot be read: permission denied for " + cause.getFile(), cause);
    }
}
