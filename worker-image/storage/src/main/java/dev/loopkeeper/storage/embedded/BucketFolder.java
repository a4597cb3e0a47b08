package dev.loopkeeper.storage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;

/**
 * The folder that holds a bucket: objects under their keys, and in one hidden folder what is not an object yet. A file comes to its key only by
 * one rename, so whatever moment the process dies at, a key has its old object or its new one.
 */
final class BucketFolder {

    /** Keys below it are refused and not listed. */
    static final String STAGING = ".staging";

    /** Objects that S3Proxy itself writes as clients do, having refused them to clients. */
    private static final String UPLOAD_STUB = ".s3proxy-mpu-stub-";

    private static final String ASSEMBLY = "assembly-";
    private static final Pattern UUID_SUFFIX =
            Pattern.compile("-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** A folder may be removed, when its last object is deleted, between the moment it is made and the moment it is used. */
    private static final int FOLDER_ATTEMPTS = 1000;

    private final Path folder;

    BucketFolder(Path folder) {
        this.folder = folder;
    }

    static boolean isReserved(String key) {
        boolean ofS3Proxy = key.startsWith(".mpus-") || (key.startsWith(".s3proxy-") && !key.startsWith(UPLOAD_STUB));
        return ofS3Proxy || key.equals(STAGING) || key.startsWith(STAGING + "/");
    }

    /** What is no client's object: ours, and what S3Proxy keeps of uploads in parts. */
    static boolean isHidden(String key) {
        return isReserved(key) || key.startsWith(UPLOAD_STUB);
    }

    /** The key of the empty file by which S3Proxy's disk store remembers that an upload is open; named as the upload's parts are. */
    static String uploadMark(String uploadId, String key) {
        String part = AbstractNio2BlobStore.multipartPartName(uploadId, key, 1);
        return part.substring(0, part.length() - 1) + "stub";
    }

    /** See {@link KeyWalk#page}. */
    List<String> keys(String prefix, String after, int most, Predicate<String> visible) throws IOException {
        int slash = prefix.lastIndexOf('/');
        // No key has such a prefix, and a path made of it might lead out of the bucket.
        boolean leadsAstray = slash >= 0 && !isPlain(prefix.substring(0, slash));
        return leadsAstray ? List.of() : KeyWalk.page(folder, prefix, after, most, visible);
    }

    /** A key to write to before the object is complete. */
    static String newStagedKey() {
        return STAGING + "/" + UUID.randomUUID();
    }

    /** Whether the key names a file below the folder in the one way that is usual: no empty, dot or dot-dot parts. */
    boolean isPlain(String key) {
        Path path = folder.resolve(key).normalize();
        return !key.isEmpty() && path.startsWith(folder) && path.toString().equals(folder + "/" + key);
    }

    Path path(String key) {
        return folder.resolve(key);
    }

    /**
     * Makes a staged file the object of the key, at once.
     *
     * @throws FileAlreadyExistsException where an object's key is a part of the path of the other's
     */
    void publish(String stagedKey, String key) throws IOException {
        Path target = path(key);
        for (int attempt = 1; ; attempt++) {
            try {
                Files.createDirectories(target.getParent());
                Files.move(
                        path(stagedKey), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return;
            } catch (FileSystemException e) {
                if (isKeyConflict(target)) {
                    throw new FileAlreadyExistsException(key);
                }
                // Otherwise a folder on the way was removed with its last object while it was made or used here.
                if (attempt == FOLDER_ATTEMPTS || Files.notExists(path(stagedKey))) {
                    throw e;
                }
            }
        }
    }

    private boolean isKeyConflict(Path target) {
        for (Path part = target.getParent(); part != null && !part.equals(folder); part = part.getParent()) {
            if (Files.isRegularFile(part)) {
                return true;
            }
        }
        return Files.isDirectory(target);
    }

    void discard(String stagedKey) throws IOException {
        Files.deleteIfExists(path(stagedKey));
    }

    /** Notes that an object is being put together beside its key; see {@link #isAssembly}. */
    Path beginAssembly(String key) throws IOException {
        Path note = Files.createDirectories(path(STAGING)).resolve(ASSEMBLY + UUID.randomUUID());
        Files.writeString(note, key);
        return note;
    }

    static void endAssembly(Path note) throws IOException {
        Files.deleteIfExists(note);
    }

    /** Whether the name is the one under which an object of the key is put together. */
    static boolean isAssembly(String name, String key) {
        return name.length() > key.length()
                && name.startsWith(key)
                && UUID_SUFFIX.matcher(name.substring(key.length())).matches();
    }

    /** Removes what a process that died left half done. To be called while nobody uses the folder. */
    void recover() throws IOException {
        Path staging = path(STAGING);
        Files.createDirectories(staging);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(staging)) {
            for (Path entry : entries) {
                if (entry.getFileName().toString().startsWith(ASSEMBLY)) {
                    removeAssembly(Files.readString(entry, StandardCharsets.UTF_8));
                }
                Files.delete(entry);
            }
        }
    }

    private void removeAssembly(String key) throws IOException {
        Optional<Path> parent = Optional.ofNullable(path(key).getParent()).filter(Files::isDirectory);
        if (key.isEmpty() || parent.isEmpty()) {
            return;
        }
        String name = path(key).getFileName().toString();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent.get())) {
            for (Path entry : entries) {
                if (isAssembly(entry.getFileName().toString(), name)) {
                    Files.delete(entry);
                }
            }
        }
    }
}
