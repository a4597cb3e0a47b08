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

    private static final Set<String> TOKEN_CODES = Set.of(
            "InvalidIdentityToken",
            "ExpiredTokenException",
            "ExpiredToken",
            "IDPRejectedClaim",
            "InvalidClientTokenId",
            "InvalidToken");

    private final transient Refusal refusal;

    private TokenRefusal(Refusal refusal) {
        this.refusal = refusal;
    }

    /** Lets good answers through. MinIO's client would forget why others are none. */
    static Response whereRefused(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.isSuccessful()) {
            return response;
        }
        try (response) {
            String answer = response.peekBody(LONGEST_ANSWER).string();
            throw new TokenRefusal(new Refusal(response.code(), first(CODE, answer), first(MESSAGE, answer)));
        }
    }

    private static String first(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** What it means, without the token. */
    NoKeysException meaning(WebIdentity identity, IdentityToken token, String service) {
        String named = refusal.line(token.text());
        String role = identity.role().map(arn -> "the role " + arn).orElse("any role");
        if (refusal.passing()) {
            return NoKeysException.forNow(service + " fails (" + named + ")");
        }
        if (TOKEN_CODES.contains(refusal.code()) || refusal.status() == 401) {
            return NoKeysException.refused(
                    Kind.DENIED,
                    service + " refused " + token.inWords() + " (" + named
                            + "): check that it trusts the token's issuer and audience, and that the token is renewed");
        }
        if (refusal.status() == 403) {
            return NoKeysException.refused(
                    Kind.DENIED,
                    service + " does not give " + role + " for " + token.inWords() + " (" + named
                            + "): check the role's trust policy, with issuer, audience, namespace and service account");
        }
        if (refusal.status() == 400) {
            return NoKeysException.refused(
                    Kind.DENIED,
                    service + " refused the request for " + role + " with " + token.inWords() + " (" + named
                            + "): check the role (AWS_ROLE_ARN) and what the service trusts");
        }
        return NoKeysException.refused(
                Kind.UNSUPPORTED,
                service + " does not give keys for tokens (" + named + "): check its address (AWS_ENDPOINT_URL_STS)");
    }
}
