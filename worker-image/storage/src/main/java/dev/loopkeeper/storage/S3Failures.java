package dev.loopkeeper.storage;

import static dev.loopkeeper.storage.ConnectionFailures.oneLine;
import static dev.loopkeeper.storage.ConnectionFailures.summary;

import dev.loopkeeper.engine.store.StoreException.Kind;
import dev.loopkeeper.storage.ConnectionFailures.Unanswered;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells from what an attempt threw what it means. Pure: no I/O, no clock. */
final class S3Failures {

    private static final Pattern STATUS_IN_MESSAGE = Pattern.compile("Response code: (\\d{3})");

    /** An error that comes as the body of an answer with status 200, when the server had begun to answer before it failed. */
    private static final Set<String> SERVER_CODES = Set.of("InternalError", "ServiceUnavailable");

    /** Codes that come with status 400 or 403 but say "again, please". */
    private static final Set<String> TRANSIENT_CODES = Set.of(
            "RequestTimeout",
            "IncompleteBody",
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded");

    /** The store compared what it got with the checksum that was sent along, and they differ. */
    private static final Set<String> TORN_UPLOAD_CODES =
            Set.of("BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "InvalidDigest");

    private static final Set<String> CREDENTIAL_CODES = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidToken",
            "InvalidTokenId",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidSecurity");

    private final URI endpoint;
    private final String bucket;
    private final String keyAdvice;
    private final ConnectionFailures connection;

    /** @param keyAdvice what to do when the keys are refused */
    S3Failures(URI endpoint, String bucket, String keyAdvice) {
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.keyAdvice = keyAdvice;
        this.connection = new ConnectionFailures("the store at " + endpoint);
    }

    S3Failure of(Throwable thrown, String action) {
        return switch (cause(thrown)) {
            case ErrorResponseException e ->
                answered(
                        e.response().code(),
                        e.errorResponse().code(),
                        String.valueOf(e.errorResponse().message()),
                        action);
            case ServerException e -> answered(e.statusCode(), "", "", action);
            case BadAnswerException e -> transient_(0, "", e.what(), action);
            case InvalidResponseException e -> notS3(e, action);
            case IOException e -> unanswered(connection.of(e), action);
            case TimeoutException e -> unanswered(connection.late(), action);
            case NoKeysException e -> e.failure(action);
            case Throwable e ->
                refusal(Kind.UNSUPPORTED, 0, "", "gave an answer that is not understood (" + summary(e) + ")", action);
        };
    }

    /** Whether the store knows the keys no more, or never did; a lack of rights is something else. */
    static boolean refusesKeys(S3Failure failure) {
        return CREDENTIAL_CODES.contains(failure.code()) || failure.status() == 401;
    }

    static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private S3Failure answered(int status, String code, String detail, String action) {
        String named = code.isEmpty() ? "HTTP " + status : "HTTP " + status + " " + code;
        if (code.equals("NoSuchBucket")) {
            return refusal(Kind.NO_BUCKET, status, code, missingBucket(), action);
        }
        if (TORN_UPLOAD_CODES.contains(code)) {
            // Nothing was written; what was sent is still here, so sending it again is right.
            return new S3Failure(
                    Kind.CORRUPT,
                    true,
                    true,
                    status,
                    code,
                    line("got other bytes than were sent (" + named + ")", action));
        }
        if (SERVER_CODES.contains(code)) {
            return transient_(status, code, "failed (" + named + ")", action);
        }
        if (TRANSIENT_CODES.contains(code) || status == 408 || status == 429) {
            return transient_(status, code, "is overloaded (" + named + ")", action);
        }
        if (CREDENTIAL_CODES.contains(code) || status == 401) {
            return refusal(Kind.DENIED, status, code, "refused the credentials (" + named + "): " + keyAdvice, action);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return refusal(
                    Kind.DENIED,
                    status,
                    code,
                    "says that this machine's clock is wrong (" + named + "): set the clock",
                    action);
        }
        if (code.equals("AuthorizationHeaderMalformed") || status == 301 || status == 307) {
            return refusal(
                    Kind.DENIED,
                    status,
                    code,
                    "has the bucket \"" + bucket + "\" in another region (" + named + "): " + oneLine(detail),
                    action);
        }
        return switch (status) {
            case 403 ->
                refusal(
                        Kind.DENIED,
                        status,
                        code,
                        "denied access to bucket \"" + bucket + "\" (" + named
                                + "): check the credentials and their rights to read, write, list and delete there",
                        action);
            case 404, 416 -> refusal(Kind.MISSING, status, code, "has no such object or range (" + named + ")", action);
            case 412 ->
                refusal(
                        Kind.CORRUPT,
                        status,
                        code,
                        "has another object there than the one expected (" + named + ")",
                        action);
            case 409 -> transient_(status, code, "had a conflict with another write (" + named + ")", action);
            case 405, 501 -> refusal(Kind.UNSUPPORTED, status, code, "does not support this (" + named + ")", action);
            default ->
                status >= 500
                        ? transient_(status, code, "failed (" + named + ")", action)
                        : refusal(
                                Kind.UNSUPPORTED,
                                status,
                                code,
                                "refused the request (" + named + "): " + oneLine(detail),
                                action);
        };
    }

    /** A gateway's page, or something that is no S3 store at all. */
    private S3Failure notS3(InvalidResponseException e, String action) {
        Matcher matcher = STATUS_IN_MESSAGE.matcher(String.valueOf(e.getMessage()));
        int status = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        return switch (status) {
            case 401, 403, 408, 409, 412, 416, 429, 501 -> answered(status, "", "", action);
            default ->
                status >= 500
                        ? answered(status, "", "", action)
                        : refusal(
                                Kind.UNSUPPORTED,
                                status,
                                "",
                                "does not answer as an S3 store (HTTP " + status + "): check the endpoint",
                                action);
        };
    }

    private S3Failure unanswered(Unanswered why, String action) {
        return new S3Failure(Kind.UNAVAILABLE, why.retryable(), why.neverSent(), 0, "", action + ": " + why.line());
    }

    private S3Failure transient_(int status, String code, String what, String action) {
        return new S3Failure(Kind.UNAVAILABLE, true, false, status, code, line(what, action));
    }

    private S3Failure refusal(Kind kind, int status, String code, String what, String action) {
        return new S3Failure(kind, false, false, status, code, line(what, action));
    }

    private String line(String what, String action) {
        return action + ": " + connection.service() + " " + what;
    }

    private String missingBucket() {
        return "has no bucket \"" + bucket + "\": make it, for example with aws --endpoint-url " + endpoint
                + " s3 mb s3://" + bucket;
    }
}
