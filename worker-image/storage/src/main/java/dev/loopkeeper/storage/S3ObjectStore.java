package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.ConditionalPut;
import dev.loopkeeper.engine.store.ObjectEntry;
import dev.loopkeeper.engine.store.ObjectStore;
import dev.loopkeeper.engine.store.Precondition;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.engine.store.StoredObject;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.Http;
import io.minio.PutObjectAPIArgs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store over S3. Reads, unconditional writes and deletes are tried again while they fail for reasons that pass; a conditional write is sent
 * once. Every upload carries a checksum, so that a torn one is refused.
 */
public final class S3ObjectStore implements ObjectStore {

    /** What one array can hold. */
    private static final long LARGEST_WHOLE_READ = Integer.MAX_VALUE - 8;

    private final S3Connection connection;
    private final S3Settings settings;
    private final EtagForm etagForm;
    private final S3Bucket bucket;

    private S3ObjectStore(S3Settings settings, EtagForm etagForm) {
        this.settings = settings;
        this.etagForm = etagForm;
        this.connection = new S3Connection(settings);
        this.bucket = new S3Bucket(connection, settings.bucket());
    }

    /** Sends nothing yet. */
    public static S3ObjectStore open(S3Settings settings) {
        return open(settings, EtagForm.QUOTED);
    }

    /** Sends nothing yet. The form is what {@link StoreProbe} found; only conditional writes need it. */
    public static S3ObjectStore open(S3Settings settings, EtagForm etagForm) {
        return new S3ObjectStore(settings, etagForm);
    }

    @Override
    public Optional<StoredObject> get(String key) throws StoreException {
        try {
            return Optional.of(connection.repeat(settings.bucket(), "read " + place(key), false, remaining -> {
                try (GetObjectResponse answer = read(key, null, null, remaining)) {
                    return new StoredObject(readWhole(answer), etag(answer));
                }
            }));
        } catch (StoreException e) {
            if (e.kind() == Kind.MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("no such range: " + length + " bytes at " + offset);
        }
        if (length == 0) {
            return new byte[0];
        }
        String action = "read " + length + " bytes at " + offset + " of " + place(key);
        byte[] content = connection.repeat(settings.bucket(), action, false, remaining -> {
            try (GetObjectResponse answer = read(key, offset, (long) length, remaining)) {
                return readRange(answer, length, action);
            }
        });
        if (content.length < length) {
            throw new StoreException(
                    Kind.MISSING, action + ": the object ends after " + (offset + content.length) + " bytes");
        }
        return content;
    }

    @Override
    public String put(String key, ByteBuffer content) throws StoreException {
        var body = new UploadBody(content);
        Http.Headers headers = body.checksumHeaders(settings);
        return connection.repeat(
                settings.bucket(), "write " + place(key), true, remaining -> send(key, body, headers, remaining));
    }

    @Override
    public ConditionalPut putIf(String key, ByteBuffer content, Precondition condition) throws StoreException {
        var body = new UploadBody(content);
        Http.Headers headers = body.checksumHeaders(settings);
        switch (condition) {
            case Precondition.Absent() -> headers.put("If-None-Match", "*");
            case Precondition.Matches(String etag) -> headers.put("If-Match", etagForm.apply(etag));
        }
        Outcome<String> outcome = connection.once(
                settings.bucket(),
                "conditionally write " + place(key),
                remaining -> send(key, body, headers, remaining));
        return switch (outcome) {
            case Outcome.Done<String>(String etag) -> new ConditionalPut.Written(etag);
            case Outcome.Failed<String> failed -> {
                if (isRefusal(failed.failure(), condition)) {
                    yield new ConditionalPut.Refused();
                }
                throw unclearUnlessCertain(failed);
            }
        };
    }

    @Override
    public void list(String prefix, Consumer<ObjectEntry> each) throws StoreException {
        int own = settings.prefix().length();
        bucket.list(
                settings.prefix() + prefix,
                entry -> each.accept(new ObjectEntry(entry.key().substring(own), entry.size(), entry.lastModified())));
    }

    /**
     * The names of the folders right below one: one request for up to a thousand of them, whatever they hold.
     *
     * @param folder ends with a slash, or is empty
     */
    public List<String> folders(String folder) throws StoreException {
        return bucket.folders(settings.prefix() + folder);
    }

    @Override
    public void delete(Collection<String> keys) throws StoreException {
        bucket.delete(keys.stream().map(this::full).toList());
    }

    @Override
    public void close() {
        connection.close();
    }

    private GetObjectResponse read(String key, @Nullable Long offset, @Nullable Long length, Duration remaining)
            throws Exception {
        var request = GetObjectArgs.builder().bucket(settings.bucket()).object(full(key));
        if (offset != null && length != null) {
            request.offset(offset).length(length);
        }
        return S3Connection.await(connection.streamingClient().getObject(request.build()), remaining);
    }

    private String send(String key, UploadBody body, Http.Headers headers, Duration remaining) throws Exception {
        return S3Connection.await(
                        connection
                                .client()
                                .putObject(PutObjectAPIArgs.builder()
                                        .bucket(settings.bucket())
                                        .object(full(key))
                                        .buffer(body)
                                        .headers(headers)
                                        .build()),
                        remaining)
                .etag();
    }

    /** Whether the store said that the condition does not hold: 412, or that the object to match is not there. */
    private static boolean isRefusal(S3Failure failure, Precondition condition) {
        return failure.status() == 412 || (failure.kind() == Kind.MISSING && condition instanceof Precondition.Matches);
    }

    /** R12: only what certainly was not written is reported as such; a conflict with another write (409) is not certain either. */
    private static StoreException unclearUnlessCertain(Outcome.Failed<?> failed) {
        S3Failure failure = failed.failure();
        boolean answered = failure.status() != 0;
        boolean certain = failure.neverSent() || (answered && !failure.retryable());
        Kind kind = certain ? failure.kind() : Kind.UNCLEAR;
        return failed.exception(kind, failure.message());
    }

    private static byte[] readWhole(GetObjectResponse answer) throws IOException {
        long length = contentLength(answer);
        if (length > LARGEST_WHOLE_READ) {
            throw new BadAnswerException("has an object of " + length + " bytes there, too many to be read whole");
        }
        return length < 0 ? answer.readAllBytes() : readExactly(answer, (int) length);
    }

    private static byte[] readRange(GetObjectResponse answer, int length, String action)
            throws IOException, StoreException {
        if (answer.headers().get("Content-Range") == null) {
            throw new StoreException(Kind.UNSUPPORTED, action + ": the store ignores the range that is asked for");
        }
        long present = contentLength(answer);
        return readExactly(answer, present < 0 ? length : (int) Math.min(present, length));
    }

    private static byte[] readExactly(InputStream answer, int length) throws IOException {
        byte[] content = answer.readNBytes(length);
        if (content.length < length) {
            throw new BadAnswerException("sent " + content.length + " of " + length + " bytes only");
        }
        return content;
    }

    private static long contentLength(GetObjectResponse answer) {
        String length = answer.headers().get("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    private static String etag(GetObjectResponse answer) throws IOException {
        @Nullable String etag = answer.headers().get("ETag");
        if (etag == null) {
            throw new BadAnswerException(
                    "gave no etag; if that is a work dir's, its files were copied without their extended attributes,"
                            + " which cp -a and tar --xattrs keep");
        }
        return EtagForm.strip(etag);
    }

    private String full(String key) {
        return S3Keys.require(settings.prefix() + key);
    }

    private String place(String key) {
        return bucket.place(full(key));
    }
}
