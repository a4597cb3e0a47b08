package dev.loopkeeper.storage;

import dev.loopkeeper.api.io.FileEntry;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Input files in S3, as {@code s3://bucket/key} in any bucket of one store. A URI names an object, or, as a folder does, the objects directly below it;
 * those whose names begin with a dot or an underscore are hidden.
 */
public final class S3FileSystem implements FileSystem, AutoCloseable {

    private final S3Connection connection;

    private S3FileSystem(S3Connection connection) {
        this.connection = connection;
    }

    /** Sends nothing yet. Bucket and prefix of the settings are of no meaning here. */
    public static S3FileSystem open(S3Settings settings) {
        return new S3FileSystem(new S3Connection(settings));
    }

    @Override
    public List<FileEntry> list(String uri) throws IOException {
        S3Uri place = S3Uri.parse(uri);
        var bucket = new S3Bucket(connection, place.bucket());
        try {
            if (!place.key().isEmpty() && !place.key().endsWith("/")) {
                Optional<S3Bucket.Head> object = bucket.head(place.key());
                if (object.isPresent()) {
                    return List.of(new FileEntry(uri, object.get().size()));
                }
            }
            return listFolder(bucket, place, uri);
        } catch (StoreException e) {
            throw unreadable(uri, e);
        }
    }

    /** The stream goes on by itself behind a broken connection, and fails if the object is replaced meanwhile. */
    @Override
    public InputStream open(String uri, long offset) throws IOException {
        S3Uri place = S3Uri.parse(uri);
        var bucket = new S3Bucket(connection, place.bucket());
        try {
            S3Bucket.Head object = bucket.head(place.key()).orElseThrow(() -> missing(uri));
            if (offset > object.size()) {
                throw new IOException("input " + uri + " has " + object.size() + " bytes, fewer than the " + offset
                        + " that were read before: it was changed");
            }
            return new ResumingInputStream(
                    uri,
                    offset,
                    object.size(),
                    connection.settings().timeouts().total(),
                    position -> openFrom(place, position, object.etag()));
        } catch (StoreException e) {
            throw unreadable(uri, e);
        }
    }

    @Override
    public boolean remote(String uri) {
        return true;
    }

    @Override
    public void close() {
        connection.close();
    }

    private InputStream openFrom(S3Uri place, long position, String etag) throws IOException {
        try {
            GetObjectResponse answer = connection.repeat(
                    place.bucket(),
                    "read " + place + " from byte " + position,
                    false,
                    remaining -> S3Connection.await(
                            connection
                                    .streamingClient()
                                    .getObject(GetObjectArgs.builder()
                                            .bucket(place.bucket())
                                            .object(place.key())
                                            .offset(position)
                                            .matchETag(EtagForm.QUOTED.apply(etag))
                                            .build()),
                            remaining));
            if (position > 0 && answer.headers().get("Content-Range") == null) {
                answer.close();
                throw new IOException(
                        "input " + place + " cannot be read: the store ignores the range that is asked for");
            }
            return answer;
        } catch (StoreException e) {
            if (e.kind() == Kind.CORRUPT) {
                throw new IOException("input " + place + " was changed while it was read", e);
            }
            throw unreadable(place.toString(), e);
        }
    }

    private static List<FileEntry> listFolder(S3Bucket bucket, S3Uri place, String uri)
            throws StoreException, IOException {
        String folder = place.key().isEmpty() || place.key().endsWith("/") ? place.key() : place.key() + "/";
        var files = new ArrayList<FileEntry>();
        boolean[] any = {false};
        bucket.listDirectory(folder, entry -> {
            any[0] = true;
            String name = entry.key().substring(folder.length());
            if (!name.isEmpty() && !name.startsWith(".") && !name.startsWith("_")) {
                files.add(new FileEntry(place.withKey(entry.key()).toString(), entry.size()));
            }
        });
        if (!any[0]) {
            throw missing(uri);
        }
        files.sort(Comparator.comparing(FileEntry::uri));
        return files;
    }

    private static FileNotFoundException missing(String uri) {
        return new FileNotFoundException("input " + uri + " does not exist");
    }

    private static IOException unreadable(String uri, StoreException e) {
        return new IOException("input " + uri + " cannot be read: " + e.getMessage(), e);
    }
}
