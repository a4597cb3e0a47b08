package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.PendingFile;
import dev.loopkeeper.api.io.TransactionalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Output files on the local disk: written aside, in a hidden folder of the directory they belong to, made durable, and renamed when they are
 * committed. Coordinator and workers must see the same directory.
 */
public final class LocalTransactionalFiles implements TransactionalFiles {

    private static final Pattern FENCE = Pattern.compile("(\\d{1,18})-(\\d{1,9})");
    private static final int ATTEMPTS = 10;
    private static final int BUFFER_BYTES = 64 * 1024;

    @Override
    public void check(String directory, String owner, boolean overwriting) throws IOException {
        Path path = absolute(directory);
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, LocalTransaction.ASIDE, null));
            OutputOfOthers.refuse(
                    path.toString(), names(path, name -> OutputOfOthers.isInTheWay(name, owner, overwriting)));
        } catch (IOException e) {
            throw LocalOutputErrors.explained(path, e);
        }
    }

    @Override
    public void clear(String directory, String owner) throws IOException {
        Path path = absolute(directory);
        if (!Files.isDirectory(path)) {
            return;
        }
        try {
            for (String name : names(path, found -> OutputOfOthers.isAnotherJobs(found, owner))) {
                Files.deleteIfExists(path.resolve(name));
            }
        } catch (IOException e) {
            throw LocalOutputErrors.explained(path, e);
        }
    }

    private static List<String> names(Path directory, Predicate<String> test) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "part-*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (test.test(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    @Override
    public PendingFile create(String directory, String name, String owner, Fence fence) throws IOException {
        Path path = absolute(directory);
        Path folder = LocalTransaction.folder(path, owner, fence);
        Path aside = folder.resolve(name);
        try {
            return new LocalPendingFile(path, name, owner, fence, aside, open(folder, aside));
        } catch (FileAlreadyExistsException e) {
            if (Files.exists(aside)) {
                throw new IOException(
                        "output file " + aside + " was begun twice under one fence: is another process of this job "
                                + "running that should be gone?",
                        e);
            }
            throw LocalOutputErrors.explained(path, e);
        } catch (IOException e) {
            throw LocalOutputErrors.explained(path, e);
        }
    }

    private static FileChannel open(Path folder, Path aside) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.createDirectories(folder);
                return FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (NoSuchFileException e) {
                // A commit or a sweep has removed the folder in between, because it was empty.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void commit(String transaction) throws IOException {
        LocalTransaction file = LocalTransaction.parse(transaction);
        try {
            if (Files.exists(file.target())) {
                requireSame(file);
                Files.deleteIfExists(file.aside());
            } else {
                publish(file);
            }
            removeEmpty(file.directory(), file.owner(), file.fence());
        } catch (IOException e) {
            throw LocalOutputErrors.explained(file.directory(), e);
        }
    }

    private static void publish(LocalTransaction file) throws IOException {
        try {
            Files.move(file.aside(), file.target(), StandardCopyOption.ATOMIC_MOVE);
            LocalOutputErrors.syncDirectory(file.directory());
        } catch (NoSuchFileException e) {
            // Somebody else may have committed it a moment ago.
            if (!Files.exists(file.target())) {
                throw new IOException(
                        "output file " + file.target()
                                + " is gone, which a snapshot promises: it is neither there nor at " + file.aside()
                                + "; put it back if it was moved away",
                        e);
            }
            requireSame(file);
        }
    }

    private static void requireSame(LocalTransaction file) throws IOException {
        Path target = file.target();
        if (Files.size(target) != file.size() || checksum(target) != file.checksum()) {
            throw new IOException("output file " + target + " is there with another content than was written: it was "
                    + "changed, or is another job's; move it away");
        }
    }

    private static int checksum(Path path) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream stream = Files.newInputStream(path)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                checksum.update(buffer, 0, count);
            }
        }
        return (int) checksum.getValue();
    }

    @Override
    public void sweep(String directory, String owner, Predicate<Fence> stale) throws IOException {
        Path path = absolute(directory);
        for (Path folder : entries(LocalTransaction.folder(path, owner))) {
            Optional<Fence> fence = fence(folder.getFileName().toString());
            if (fence.isPresent() && stale.test(fence.get())) {
                for (Path file : entries(folder)) {
                    Files.deleteIfExists(file);
                }
                removeEmpty(path, owner, fence.get());
            }
        }
    }

    private static Optional<Fence> fence(String text) {
        Matcher matcher = FENCE.matcher(text);
        return matcher.matches()
                ? Optional.of(new Fence(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    private static List<Path> entries(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return found;
    }

    /** So that a job that is done leaves nothing but its files. */
    private static void removeEmpty(Path directory, String owner, Fence fence) {
        try {
            Files.deleteIfExists(LocalTransaction.folder(directory, owner, fence));
            Files.deleteIfExists(LocalTransaction.folder(directory, owner));
            Files.deleteIfExists(directory.resolve(LocalTransaction.ASIDE));
        } catch (IOException e) {
            // There is something in it still.
        }
    }

    private static Path absolute(String directory) throws IOException {
        return LocalPaths.of(directory).toAbsolutePath().normalize();
    }
}
