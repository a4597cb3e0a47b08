package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import io.minio.DeleteObjectsArgs;
import io.minio.HeadObjectArgs;
import io.minio.HeadObjectResponse;
import io.minio.ListObjectsV2Args;
import io.minio.messages.Contents;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListObjectsResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is done with the keys of a whole bucket, without any prefix: listing, deleting, looking. */
final class S3Bucket {

    /** An object as a listing names it. */
    record Entry(String key, long size, Instant lastModified) {}

    /**
     * What is known of an object without reading it.
     *
     * @param metadata the user's, keys in lower case without {@code x-amz-meta-}
     */
    record Head(long size, String etag, Map<String, String> metadata) {}

    private static final int LARGEST_PAGE = 1000;
    private static final Set<String> GONE = Set.of("NoSuchKey", "NoSuchVersion");
    private static final Set<String> TRANSIENT =
            Set.of("InternalError", "SlowDown", "ServiceUnavailable", "RequestTimeout");

    private final S3Connection connection;
    private final String bucket;

    S3Bucket(S3Connection connection, String bucket) {
        this.connection = connection;
        this.bucket = bucket;
    }

    String name() {
        return bucket;
    }

    String place(String key) {
        return "s3://" + bucket + "/" + key;
    }

    /** Every object whose key begins with the prefix. */
    void list(String prefix, Consumer<Entry> each) throws StoreException {
        list(prefix, null, each);
    }

    /** The objects whose key is the prefix and one more name without a slash. */
    void listDirectory(String prefix, Consumer<Entry> each) throws StoreException {
        list(prefix, "/", each);
    }

    /** What the keys that begin with the prefix, which ends with a slash, go on with up to the next slash; each such name once. */
    List<String> folders(String prefix) throws StoreException {
        List<String> names = new ArrayList<>();
        @Nullable String next = null;
        do {
            ListBucketResultV2 page = page(prefix, "/", next);
            for (ListObjectsResult.Prefix folder : page.commonPrefixes()) {
                Item item = folder.toItem();
                item.setEncodingType(page.encodingType());
                String key = item.objectName();
                names.add(key.substring(prefix.length(), key.length() - 1));
            }
            next = page.isTruncated() ? page.nextContinuationToken() : null;
        } while (next != null);
        return names;
    }

    Optional<Head> head(String key) throws StoreException {
        try {
            HeadObjectResponse answer = connection.repeat(
                    bucket,
                    "look at " + place(key),
                    false,
                    remaining -> S3Connection.await(
                            connection
                                    .client()
                                    .headObject(HeadObjectArgs.builder()
                                            .bucket(bucket)
                                            .object(key)
                                            .build()),
                            remaining));
            return Optional.of(new Head(answer.size(), EtagForm.strip(answer.etag()), metadata(answer)));
        } catch (StoreException e) {
            if (e.kind() == Kind.MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    void delete(List<String> keys) throws StoreException {
        for (int from = 0; from < keys.size(); from += LARGEST_PAGE) {
            deletePage(keys.subList(from, Math.min(from + LARGEST_PAGE, keys.size())));
        }
    }

    private void list(String prefix, @Nullable String delimiter, Consumer<Entry> each) throws StoreException {
        @Nullable String next = null;
        do {
            ListBucketResultV2 page = page(prefix, delimiter, next);
            for (Contents object : page.contents()) {
                object.setEncodingType(page.encodingType());
                each.accept(new Entry(
                        object.objectName(),
                        object.size(),
                        object.lastModified().toInstant()));
            }
            next = page.isTruncated() ? page.nextContinuationToken() : null;
        } while (next != null);
    }

    private ListBucketResultV2 page(String prefix, @Nullable String delimiter, @Nullable String token)
            throws StoreException {
        var request = ListObjectsV2Args.builder()
                .bucket(bucket)
                .prefix(prefix)
                .encodingType("url")
                .maxKeys(LARGEST_PAGE);
        if (delimiter != null) {
            request.delimiter(delimiter);
        }
        if (token != null) {
            request.continuationToken(token);
        }
        return connection.repeat(
                bucket,
                "list " + place(prefix),
                false,
                remaining -> S3Connection.await(connection.client().listObjectsV2(request.build()), remaining)
                        .result());
    }

    private void deletePage(List<String> keys) throws StoreException {
        String action = "delete " + keys.size() + " objects such as " + place(keys.getFirst());
        var request = DeleteObjectsArgs.builder()
                .bucket(bucket)
                .quiet(true)
                .objects(keys.stream().map(DeleteRequest.Object::new).toList())
                .build();
        connection.repeat(bucket, action, true, remaining -> {
            requireDeleted(
                    S3Connection.await(connection.client().deleteObjects(request), remaining)
                            .result(),
                    action);
            return true;
        });
    }

    /** The store answers for each key; deleting those again that are gone does no harm. */
    private void requireDeleted(DeleteResult result, String action) throws StoreException, BadAnswerException {
        for (DeleteResult.Error error : result.errors()) {
            if (TRANSIENT.contains(error.code())) {
                throw new BadAnswerException("did not delete " + error.objectName() + " (" + error.code() + ")");
            }
            if (!GONE.contains(error.code())) {
                Kind kind = error.code().equals("AccessDenied") ? Kind.DENIED : Kind.UNSUPPORTED;
                throw new StoreException(
                        kind,
                        action + ": the store at " + connection.settings().endpoint() + " refused to delete "
                                + error.objectName() + " (" + error.code() + ")");
            }
        }
    }

    private static Map<String, String> metadata(HeadObjectResponse answer) {
        var metadata = new TreeMap<String, String>();
        String prefix = "x-amz-meta-";
        for (var header : answer.headers()) {
            String name = header.getFirst().toLowerCase(Locale.ROOT);
            if (name.startsWith(prefix)) {
                metadata.put(name.substring(prefix.length()), header.getSecond());
            }
        }
        return metadata;
    }
}
