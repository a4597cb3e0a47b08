package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.MultipartStore.Part;
import dev.loopkeeper.engine.store.MultipartStore.PendingUpload;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.UploadPartArgs;
import io.minio.messages.ListMultipartUploadsResult;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Uploads in parts in one bucket, by whole keys. */
final class S3Uploads {

    /** The user metadata that holds an upload's identity. */
    private static final String IDENTITY = "loopkeeper-upload";

    private static final int LARGEST_PAGE = 1000;
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final S3Connection connection;
    private final S3Bucket bucket;

    S3Uploads(S3Connection connection, String bucket) {
        this.connection = connection;
        this.bucket = new S3Bucket(connection, bucket);
    }

    String begin(String key) throws StoreException {
        String identity = UploadId.newIdentity();
        var request = CreateMultipartUploadArgs.builder()
                .bucket(bucket.name())
                .object(key)
                .headers(new Http.Headers("x-amz-meta-" + IDENTITY, identity))
                .build();
        String stored = connection.repeat(
                bucket.name(),
                "begin an upload of " + bucket.place(key),
                true,
                remaining -> S3Connection.await(connection.client().createMultipartUpload(request), remaining)
                        .result()
                        .uploadId());
        return new UploadId(Optional.of(identity), stored).text();
    }

    Part uploadPart(String key, String uploadId, int number, ByteBuffer content) throws StoreException {
        var body = new UploadBody(content);
        Http.Headers headers = body.checksumHeaders(connection.settings());
        return connection.repeat(
                bucket.name(), "upload part " + number + " of " + bucket.place(key), true, remaining -> {
                    var request = UploadPartArgs.builder()
                            .bucket(bucket.name())
                            .object(key)
                            .uploadId(UploadId.parse(uploadId).stored())
                            .partNumber(number)
                            .buffer(body)
                            .headers(headers)
                            .build();
                    return new Part(
                            number,
                            S3Connection.await(connection.client().uploadPart(request), remaining)
                                    .part()
                                    .etag());
                });
    }

    void complete(String key, String uploadId, List<Part> parts) throws StoreException {
        var id = UploadId.parse(uploadId);
        var request = CompleteMultipartUploadArgs.builder()
                .bucket(bucket.name())
                .object(key)
                .uploadId(id.stored())
                .parts(parts.stream()
                        .map(part -> new io.minio.messages.Part(part.number(), part.etag()))
                        .toArray(io.minio.messages.Part[]::new))
                .maxRetries(0)
                .build();
        try {
            connection.repeat(
                    bucket.name(),
                    "complete the upload of " + bucket.place(key),
                    true,
                    remaining -> S3Connection.await(connection.client().completeMultipartUpload(request), remaining));
        } catch (StoreException e) {
            // The upload is gone, or a part of it is: so it looks after an earlier completion whose answer, or whose
            // tidying up, was lost.
            boolean perhapsBefore = e.kind() == Kind.MISSING || e.kind() == Kind.UNSUPPORTED;
            if (!perhapsBefore || !isThere(key, id, parts)) {
                throw e;
            }
        }
    }

    void abort(String key, String uploadId) throws StoreException {
        var request = AbortMultipartUploadArgs.builder()
                .bucket(bucket.name())
                .object(key)
                .uploadId(UploadId.parse(uploadId).stored())
                .build();
        try {
            connection.repeat(
                    bucket.name(),
                    "abort the upload of " + bucket.place(key),
                    true,
                    remaining -> S3Connection.await(connection.client().abortMultipartUpload(request), remaining));
        } catch (StoreException e) {
            if (e.kind() != Kind.MISSING) {
                throw e;
            }
        }
    }

    void list(String prefix, Consumer<PendingUpload> each) throws StoreException {
        @Nullable String nextKey = null;
        @Nullable String nextUpload = null;
        boolean more = true;
        while (more) {
            ListMultipartUploadsResult page = page(prefix, nextKey, nextUpload);
            for (ListMultipartUploadsResult.Upload upload : page.uploads()) {
                upload.setEncodingType(page.encodingType());
                Instant initiated = upload.initiated() == null
                        ? Instant.EPOCH
                        : upload.initiated().toInstant();
                each.accept(new PendingUpload(upload.objectName(), upload.uploadId(), initiated));
            }
            nextKey = page.nextKeyMarker();
            nextUpload = page.nextUploadIdMarker();
            more = page.isTruncated() && nextKey != null;
        }
    }

    private ListMultipartUploadsResult page(String prefix, @Nullable String keyMarker, @Nullable String uploadIdMarker)
            throws StoreException {
        var request = ListMultipartUploadsArgs.builder()
                .bucket(bucket.name())
                .prefix(prefix)
                .encodingType("url")
                .maxUploads(LARGEST_PAGE);
        if (keyMarker != null && uploadIdMarker != null) {
            request.keyMarker(keyMarker).uploadIdMarker(uploadIdMarker);
        }
        return connection.repeat(
                bucket.name(),
                "list the uploads below " + bucket.place(prefix),
                false,
                remaining -> S3Connection.await(connection.client().listMultipartUploads(request.build()), remaining)
                        .result());
    }

    /** The object is this upload's if it carries its identity; or, where a store drops metadata, the etag that S3 makes of these parts. */
    private boolean isThere(String key, UploadId id, List<Part> parts) throws StoreException {
        Optional<S3Bucket.Head> present = bucket.head(key);
        if (present.isEmpty()) {
            return false;
        }
        @Nullable String identity = present.get().metadata().get(IDENTITY);
        if (identity != null && id.identity().isPresent()) {
            return identity.equals(id.identity().get());
        }
        return etagOf(parts).filter(present.get().etag()::equals).isPresent();
    }

    /** MD5 over the parts' MD5s, and their number; empty where the parts' etags are something else. */
    static Optional<String> etagOf(List<Part> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (Part part : parts) {
                if (!MD5.matcher(part.etag()).matches()) {
                    return Optional.empty();
                }
                digest.update(HexFormat.of().parseHex(part.etag()));
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()) + "-" + parts.size());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no MD5", e);
        }
    }
}
