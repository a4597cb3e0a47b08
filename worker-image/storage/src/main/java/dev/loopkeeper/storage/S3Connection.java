package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.errors.MinioException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * MinIO's client with its own retries off, and ours around it: bounded in time, with backoff and jitter, and never for a write that must be sent
 * once. May be used from any thread.
 */
final class S3Connection implements AutoCloseable {

    /** One request and the reading of its answer; may be run again. */
    @FunctionalInterface
    interface Attempt<T> {
        T run(Duration remaining) throws Exception;
    }

    private static final int CONCURRENT_REQUESTS = 64;
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    private final S3Settings settings;
    private final ExecutorService executor;
    private final OkHttpClient http;
    private final MinioAsyncClient bounded;
    private final MinioAsyncClient streaming;

    S3Connection(S3Settings settings) {
        this.settings = settings;
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("s3-request-", 0).factory());
        this.http = httpClient(settings, executor);
        this.bounded = client(
                settings,
                http.newBuilder().callTimeout(settings.timeouts().total()).build());
        this.streaming = client(settings, http);
    }

    S3Settings settings() {
        return settings;
    }

    /** For requests whose answer is read at once. */
    MinioAsyncClient client() {
        return bounded;
    }

    /** For answers that are read for as long as it takes. */
    MinioAsyncClient streamingClient() {
        return streaming;
    }

    S3Failures failures(String bucket) {
        return new S3Failures(settings.endpoint(), bucket);
    }

    /** Tries again until it succeeds, fails for good, or the time bound is over. For reads, and for writes that may be done twice. */
    <T> T repeat(String bucket, String action, boolean write, Attempt<T> attempt) throws StoreException {
        long deadline = System.nanoTime() + settings.timeouts().total().toNanos();
        boolean mayBeDone = false;
        for (int failures = 1; ; failures++) {
            Outcome<T> outcome =
                    attempt(bucket, action, write, attempt, Duration.ofNanos(deadline - System.nanoTime()));
            if (outcome instanceof Outcome.Done<T>(T result)) {
                return result;
            }
            var failed = (Outcome.Failed<T>) outcome;
            mayBeDone |= write && failed.failure().mayBeDone();
            Duration wait = Backoff.DEFAULT.after(failures, ThreadLocalRandom.current());
            boolean inTime = System.nanoTime() + wait.toNanos() < deadline;
            if (!failed.failure().retryable() || !inTime) {
                throw exception(failed, mayBeDone, failures);
            }
            sleep(wait, action, mayBeDone);
        }
    }

    /** Tries a write once. */
    <T> Outcome<T> once(String bucket, String action, Attempt<T> attempt) throws StoreException {
        return attempt(bucket, action, true, attempt, settings.timeouts().total());
    }

    /** Waits for an answer; what comes after the time is over is dropped. */
    static <T> T await(CompletableFuture<T> answer, Duration atMost) throws Exception {
        try {
            return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            var _ = answer.thenAccept(S3Connection::closeQuietly);
            throw e;
        }
    }

    static StoreException exception(Outcome.Failed<?> failed, boolean mayBeDone, int attempts) {
        S3Failure failure = failed.failure();
        Kind kind = mayBeDone && failure.kind() == Kind.UNAVAILABLE ? Kind.UNCLEAR : failure.kind();
        String tries = attempts > 1 ? failure.message() + " (" + attempts + " attempts)" : failure.message();
        return failed.exception(kind, tries);
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        executor.shutdown();
        http.connectionPool().evictAll();
    }

    private <T> Outcome<T> attempt(String bucket, String action, boolean write, Attempt<T> attempt, Duration remaining)
            throws StoreException {
        try {
            return new Outcome.Done<>(attempt.run(remaining));
        } catch (StoreException e) {
            throw e;
        } catch (InterruptedException e) {
            throw interrupted(action, write, e);
        } catch (Exception e) {
            Throwable cause = S3Failures.cause(e);
            if (cause instanceof Error error) {
                throw error;
            }
            if (cause instanceof InterruptedIOException
                    && !(cause instanceof SocketTimeoutException)
                    && Thread.currentThread().isInterrupted()) {
                throw interrupted(action, write, cause);
            }
            S3Failure failure = failures(bucket).of(cause, action);
            // The client's own exceptions print the request's headers, a session token among them; the message has what
            // they say.
            return new Outcome.Failed<>(
                    failure, cause instanceof MinioException ? Optional.empty() : Optional.of(cause));
        }
    }

    private static void sleep(Duration wait, String action, boolean mayBeDone) throws StoreException {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            throw interrupted(action, mayBeDone, e);
        }
    }

    private static StoreException interrupted(String action, boolean mayBeDone, Throwable cause) {
        Thread.currentThread().interrupt();
        return new StoreException(
                mayBeDone ? Kind.UNCLEAR : Kind.UNAVAILABLE, action + ": given up, the thread was interrupted", cause);
    }

    private static void closeQuietly(Object late) {
        if (late instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                // It was nobody's any more.
            }
        }
    }

    private static OkHttpClient httpClient(S3Settings settings, ExecutorService executor) {
        var dispatcher = new Dispatcher(executor);
        dispatcher.setMaxRequests(CONCURRENT_REQUESTS);
        dispatcher.setMaxRequestsPerHost(CONCURRENT_REQUESTS);
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        if ("http".equals(settings.endpoint().getScheme())) {
            // Without TLS there is no need to read the trusted certificates, which a start would wait for.
            builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        }
        OkHttpClient client = builder.dispatcher(dispatcher)
                .connectionPool(
                        new ConnectionPool(CONCURRENT_REQUESTS, IDLE_CONNECTION.toMillis(), TimeUnit.MILLISECONDS))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(settings.timeouts().connect())
                .readTimeout(settings.timeouts().read())
                .writeTimeout(settings.timeouts().read())
                // A signed request must not follow a redirect to another host.
                .followRedirects(false)
                .followSslRedirects(false)
                .addInterceptor(new ConditionalWritesOnce())
                .build();
        return settings.caCertificate().map(file -> trusting(client, file)).orElse(client);
    }

    private static OkHttpClient trusting(OkHttpClient client, Path caCertificate) {
        if (!Files.isReadable(caCertificate)) {
            throw new IllegalArgumentException("the CA certificate " + caCertificate + " of the store cannot be read");
        }
        try {
            return Http.enableExternalCertificates(client, caCertificate.toString(), null);
        } catch (MinioException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "the CA certificate " + caCertificate + " of the store is not a PEM file with certificates", e);
        }
    }

    private static MinioAsyncClient client(S3Settings settings, OkHttpClient http) {
        S3Credentials credentials = settings.credentials();
        var known = new io.minio.credentials.Credentials(
                credentials.accessKey(),
                credentials.secretKey(),
                credentials.sessionToken().orElse(null),
                null);
        return MinioAsyncClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentialsProvider(() -> known)
                // A client of one's own comes without MinIO's retries, which would send a conditional write twice
                // (R12).
                .httpClient(http)
                .build();
    }
}
