package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.engine.store.StoreException.Kind;
import io.minio.MinioAsyncClient;
import io.minio.credentials.Credentials;
import io.minio.errors.MinioException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

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

    private final S3Settings settings;
    private final ExecutorService executor;
    private final OkHttpClient http;
    private final SigningKeys keys;
    private final MinioAsyncClient bounded;
    private final MinioAsyncClient streaming;

    S3Connection(S3Settings settings) {
        this.settings = settings;
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("s3-request-", 0).factory());
        this.http = HttpClients.forStore(settings, executor);
        this.keys = switch (settings.access()) {
            case S3Credentials given -> new GivenKeys(given);
            case WebIdentity identity -> temporaryKeys(identity);
            case ContainerCredentials agent -> temporaryKeys(agent);
        };
        this.bounded = client(
                settings,
                keys,
                http.newBuilder().callTimeout(settings.timeouts().total()).build());
        this.streaming = client(settings, keys, http);
    }

    private SigningKeys temporaryKeys(WebIdentity identity) {
        var service = new ConnectionFailures("the security token service at " + identity.tokenService());
        OkHttpClient client = HttpClients.forTokenService(http, settings, identity.tokenService());
        return temporaryKeys(service, new TokenExchange(identity, service, client));
    }

    private SigningKeys temporaryKeys(ContainerCredentials agent) {
        var service = new ConnectionFailures("the credentials endpoint at " + agent.endpoint());
        OkHttpClient client = HttpClients.forTokenService(http, settings, agent.endpoint());
        return temporaryKeys(service, new ContainerExchange(agent, service, client));
    }

    private SigningKeys temporaryKeys(ConnectionFailures service, TemporaryKeys.Exchange exchange) {
        return new TemporaryKeys(service, exchange, executor, InstantSource.system());
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
        return new S3Failures(settings.endpoint(), bucket, keys.advice());
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
        long start = System.nanoTime();
        @Nullable Credentials used = null;
        try {
            used = keys.ready(remaining);
            T result = attempt.run(remaining.minusNanos(System.nanoTime() - start));
            keys.accepted(used);
            return new Outcome.Done<>(result);
        } catch (StoreException e) {
            throw e;
        } catch (InterruptedException e) {
            throw interrupted(action, write && used != null, e);
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
            if (used != null && S3Failures.refusesKeys(failure) && keys.replaceRefused(used)) {
                failure = failure.withOtherKeys();
            }
            // The client's own exceptions print the request's headers, a session token among them; the message has what
            // they say.
            boolean telling = !(cause instanceof MinioException || cause instanceof NoKeysException);
            return new Outcome.Failed<>(failure, telling ? Optional.of(cause) : Optional.empty());
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

    private static MinioAsyncClient client(S3Settings settings, SigningKeys keys, OkHttpClient http) {
        return MinioAsyncClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentialsProvider(keys)
                // A client of one's own comes without MinIO's retries, which would send a conditional write twice
                // (R12).
                .httpClient(http)
                .build();
    }
}
