package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException.Kind;
import java.io.IOException;
import java.io.Serial;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Response;

/** A security token service answered without keys. */
final class TokenRefusal extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long LONGEST_ANSWER = 64 << 10;
    private static final Pattern CODE = Pattern.compile("<Code>\\s*([A-Za-z0-9_.]{1,64})\\s*</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

    /** Parts of tokens, as some services repeat what they do not like. */
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9_=-]{60,}");

    /** Those that come with a status that says otherwise. */
    private static final Set<String> TRANSIENT_CODES = Set.of(
            "IDPCommunicationError",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "SlowDown",
            "RequestTimeout",
            "ServiceUnavailable",
            "InternalError");

    private static final Set<String> TOKEN_CODES = Set.of(
            "InvalidIdentityToken",
            "ExpiredTokenException",
            "ExpiredToken",
            "IDPRejectedClaim",
            "InvalidClientTokenId",
            "InvalidToken");

    private final int status;
    private final String code;
    private final String detail;

    private TokenRefusal(int status, String code, String detail) {
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    /** Lets good answers through. MinIO's client would forget why others are none. */
    static Response whereRefused(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.isSuccessful()) {
            return response;
        }
        try (response) {
            String answer = response.peekBody(LONGEST_ANSWER).string();
            throw new TokenRefusal(response.code(), first(CODE, answer), first(MESSAGE, answer));
        }
    }

    private static String first(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** What it means, without the token. */
    NoKeysException meaning(WebIdentity identity, String token, String service) {
        String named = "HTTP " + status + (code.isEmpty() ? "" : " " + code) + said(token);
        String role = identity.role().map(arn -> "the role " + arn).orElse("any role");
        if (status >= 500 || status == 408 || status == 429 || TRANSIENT_CODES.contains(code)) {
            return NoKeysException.forNow(service + " fails (" + named + ")");
        }
        if (TOKEN_CODES.contains(code) || status == 401) {
            return NoKeysException.refused(
                    Kind.DENIED,
                    service + " refused the token in " + identity.tokenFile() + " (" + named
                            + "): check that it trusts the token's issuer and audience, and that the token is renewed");
        }
        if (status == 403) {
            return NoKeysException.refused(
                    Kind.DENIED,
                    service + " does not give " + role + " for the token in " + identity.tokenFile() + " (" + named
                            + "): check the role's trust policy, with issuer, audience, namespace and service account");
        }
        if (status == 400) {
            return NoKeysException.refused(
                    Kind.DENIED,
                    service + " refused the request for " + role + " with the token in " + identity.tokenFile() + " ("
                            + named + "): check the role (AWS_ROLE_ARN) and what the service trusts");
        }
        return NoKeysException.refused(
                Kind.UNSUPPORTED,
                service + " does not give keys for tokens (" + named + "): check its address (AWS_ENDPOINT_URL_STS)");
    }

    private String said(String token) {
        String text = LIKE_A_TOKEN.matcher(detail.replace(token, "...")).replaceAll("...");
        return text.isBlank() ? "" : ": " + ConnectionFailures.oneLine(text);
    }
}
