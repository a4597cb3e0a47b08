package dev.loopkeeper.storage.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectStorageClass;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * What S3Proxy's disk store does not give by itself. There {@code If-Match} is a look followed by a write, so that two writers can both believe to
 * have replaced the same object (R12); a half-written object stands beside its key under a name that listings show, and stays when the process
 * dies; an object's bytes and its etag are read one after the other; and a write fails when the last object beside it is deleted at the wrong moment.
 *
 * <p>Here content is first written to a hidden folder, without any lock; condition and rename then happen under the key's lock, as do deletes and the
 * opening of an object. It holds for one process, which is why the server locks its folder.
 */
final class AtomicBlobStore extends ForwardingBlobStore {

    private static final int LARGEST_PAGE = 1000;

    private final Path root;
    private final KeyLocks locks = new KeyLocks();
    private final Map<String, BucketFolder> folders = new ConcurrentHashMap<>();

    /** Keys, with their buckets, that are being put together from parts. */
    private final Set<String> assemblies = ConcurrentHashMap.newKeySet();

    AtomicBlobStore(BlobStore diskStore, Path root) {
        super(diskStore);
        this.root = root;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        requireAllowed(request.key());
        BucketFolder folder = folder(request.bucket());
        requirePlain(folder, request.key());
        String staged = BucketFolder.newStagedKey();
        try {
            PutObjectResponse written = super.putBlob(
                    request.toBuilder()
                            .key(staged)
                            .ifMatch(null)
                            .ifNoneMatch(null)
                            .build(),
                    payload);
            requireLength(folder.path(staged), request.contentLength());
            Lock lock = locks.write(request.bucket(), request.key());
            lock.lock();
            try {
                requireCondition(request);
                folder.publish(staged, request.key());
            } finally {
                lock.unlock();
            }
            return written;
        } catch (FileAlreadyExistsException e) {
            throw S3Exceptions.invalidArgument(
                    "another object's key is a part of the path of this key, or the other way round");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            discard(folder, staged);
        }
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        Lock lock = locks.read(request.bucket(), request.key());
        lock.lock();
        try {
            return super.getBlob(request);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        Lock lock = locks.read(request.bucket(), request.key());
        lock.lock();
        try {
            return super.blobMetadata(request);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        requireAllowed(request.key());
        Lock lock = locks.write(request.bucket(), request.key());
        lock.lock();
        try {
            return super.removeBlob(request);
        } finally {
            lock.unlock();
        }
    }

    /** A copy is made of an object and a put, so that it comes to its key as every other object does. */
    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        throw new UnsupportedOperationException("copying is not supported");
    }

    /** S3Proxy takes parts of uploads that are unknown or aborted, and keeps them for ever. */
    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream payload) {
        requireOpen(upload);
        UploadPartResponse uploaded = super.uploadMultipartPart(upload, request, payload);
        try {
            requireOpen(upload);
        } catch (S3Exception e) {
            removeLatePart(upload, request.partNumber());
            throw e;
        }
        return uploaded;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        String bucket = upload.containerName();
        String key = upload.blobName();
        requireAllowed(key);
        requirePlain(folder(bucket), key);
        String assembly = bucket + "/" + key;
        Lock lock = locks.write(bucket, key);
        lock.lock();
        assemblies.add(assembly);
        @Nullable Path note = null;
        try {
            note = folder(bucket).beginAssembly(key);
            return super.completeMultipartUpload(upload, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            assemblies.remove(assembly);
            lock.unlock();
            endAssembly(note);
        }
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        if (request.delimiter() != null && !request.delimiter().isEmpty()) {
            return listFolder(request);
        }
        super.headBucket(HeadBucketRequest.builder().bucket(request.bucket()).build());
        String token = request.continuationToken() != null ? request.continuationToken() : request.startAfter();
        int most = request.maxKeys() == null ? LARGEST_PAGE : request.maxKeys();
        try {
            // One more than asked for tells whether there is a page behind this one.
            List<String> keys = folder(request.bucket())
                    .keys(
                            request.prefix() == null ? "" : request.prefix(),
                            token == null ? "" : token,
                            most + 1,
                            visible(request.bucket()));
            boolean truncated = keys.size() > most && most > 0;
            List<String> page = keys.subList(0, Math.min(keys.size(), most));
            return ListObjectsV2Response.builder()
                    .contents(page.stream()
                            .map(key -> entry(request.bucket(), key))
                            .filter(Objects::nonNull)
                            .toList())
                    .commonPrefixes(List.of())
                    .isTruncated(truncated)
                    .nextContinuationToken(truncated ? page.getLast() : null)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ListObjectsV2Response listFolder(ListObjectsV2Request request) {
        ListObjectsV2Response page = super.list(request);
        Predicate<String> visible = visible(request.bucket());
        return page.toBuilder()
                .contents(page.contents().stream()
                        .filter(object -> visible.test(object.key()))
                        .toList())
                .commonPrefixes(page.commonPrefixes().stream()
                        .filter(prefix -> visible.test(prefix.prefix()))
                        .toList())
                .build();
    }

    private @Nullable S3Object entry(String bucket, String key) {
        @Nullable
        HeadObjectResponse present = blobMetadataIfPresent(
                HeadObjectRequest.builder().bucket(bucket).key(key).build());
        if (present == null) {
            return null;
        }
        return S3Object.builder()
                .key(key)
                .eTag(present.eTag())
                .lastModified(present.lastModified())
                .size(present.contentLength())
                .storageClass(ObjectStorageClass.STANDARD)
                .build();
    }

    private Predicate<String> visible(String bucket) {
        List<String> open = assemblies.stream()
                .filter(assembly -> assembly.startsWith(bucket + "/"))
                .map(assembly -> assembly.substring(bucket.length() + 1))
                .toList();
        return key -> !BucketFolder.isHidden(key)
                && open.stream().noneMatch(assembly -> BucketFolder.isAssembly(key, assembly));
    }

    /** S3Proxy reads access from the folder's permissions, and would answer anyone where other users of the machine may read. */
    @Override
    public BucketCannedACL getContainerAccess(String container) {
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public ObjectCannedACL getBlobAccess(String container, String name) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public void setContainerAccess(String container, BucketCannedACL access) {
        requirePrivate(access == BucketCannedACL.PRIVATE);
    }

    @Override
    public void setBlobAccess(String container, String name, ObjectCannedACL access) {
        requirePrivate(access == ObjectCannedACL.PRIVATE);
    }

    private static void requirePrivate(boolean isPrivate) {
        if (!isPrivate) {
            throw S3Exceptions.invalidArgument("this server keeps everything private");
        }
    }

    private void requireOpen(MultipartUpload upload) {
        if (Files.notExists(
                folder(upload.containerName()).path(BucketFolder.uploadMark(upload.id(), upload.blobName())))) {
            throw S3Exception.builder()
                    .statusCode(404)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("NoSuchUpload")
                            .errorMessage("The specified upload does not exist.")
                            .sdkHttpResponse(
                                    SdkHttpResponse.builder().statusCode(404).build())
                            .build())
                    .build();
        }
    }

    private void removeLatePart(MultipartUpload upload, int number) {
        String name = AbstractNio2BlobStore.multipartPartName(upload.id(), upload.blobName(), number);
        try {
            Files.deleteIfExists(folder(upload.containerName()).path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BucketFolder folder(String bucket) {
        return folders.computeIfAbsent(bucket, name -> {
            if (!root.resolve(name).normalize().equals(root.resolve(name)) || name.contains("/")) {
                throw S3Exceptions.noSuchBucket(name, "not a bucket name");
            }
            return new BucketFolder(root.resolve(name));
        });
    }

    /** Under the key's lock. */
    private void requireCondition(PutObjectRequest request) {
        @Nullable String ifMatch = request.ifMatch();
        @Nullable String ifNoneMatch = request.ifNoneMatch();
        if (ifMatch == null && ifNoneMatch == null) {
            return;
        }
        @Nullable
        HeadObjectResponse present = super.blobMetadataIfPresent(HeadObjectRequest.builder()
                .bucket(request.bucket())
                .key(request.key())
                .build());
        if (ifMatch != null && present == null) {
            throw S3Exceptions.noSuchKey(request.bucket(), request.key(), "nothing to match");
        }
        boolean matches = ifMatch == null || (present != null && names(ifMatch, present.eTag()));
        boolean absent = ifNoneMatch == null || present == null || !names(ifNoneMatch, present.eTag());
        if (!matches || !absent) {
            throw S3Exceptions.preconditionFailed(null);
        }
    }

    private static boolean names(String condition, @Nullable String etag) {
        return condition.equals("*") || (etag != null && unquoted(condition).equals(unquoted(etag)));
    }

    private static String unquoted(String etag) {
        return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }

    /** Keys are paths on disk; those that a path would change cannot be told apart there. */
    private static void requirePlain(BucketFolder folder, String key) {
        if (!folder.isPlain(key)) {
            throw S3Exceptions.invalidArgument(
                    "this server takes no key with an empty part, a part of dots only, or a slash at its end");
        }
    }

    private static void requireAllowed(String key) {
        if (BucketFolder.isReserved(key)) {
            throw S3Exceptions.invalidArgument("the key is reserved for the server itself");
        }
    }

    /** A client that died in the middle must not leave a short object, whatever the server made of the broken stream. */
    private static void requireLength(Path file, @Nullable Long announced) throws IOException {
        if (announced != null && Files.size(file) != announced) {
            throw S3Exceptions.invalidRequest("the content is shorter than announced");
        }
    }

    private static void discard(BucketFolder folder, String staged) {
        try {
            folder.discard(staged);
        } catch (IOException e) {
            // It is hidden, and removed at the next start.
        }
    }

    private static void endAssembly(@Nullable Path note) {
        if (note != null) {
            try {
                BucketFolder.endAssembly(note);
            } catch (IOException e) {
                // Removed at the next start.
            }
        }
    }
}
