package dev.loopkeeper.storage;

import dev.loopkeeper.engine.store.StoreException.Kind;
import io.minio.credentials.Credentials;
import io.minio.credentials.Jwt;
import io.minio.credentials.WebIdentityProvider;
import java.io.IOException;
import java.security.ProviderException;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Gives a token to a security token service, for keys ({@code AssumeRoleWithWebIdentity}). Any thread. */
final class TokenExchange implements TemporaryKeys.Exchange {

    private static final int LIFE_SECONDS = 3600;

    private final WebIdentity identity;
    private final ConnectionFailures service;
    private final OkHttpClient http;

    /** @param http bounds each call; its redirects are off, since the token is for one service only */
    TokenExchange(WebIdentity identity, ConnectionFailures service, OkHttpClient http) {
        this.identity = identity;
        this.service = service;
        this.http = http.newBuilder().addInterceptor(TokenRefusal::whereRefused).build();
    }

    @Override
    public Credentials newKeys() throws NoKeysException {
        IdentityToken token =
                new TokenFile(identity.tokenFile(), "AWS_WEB_IDENTITY_TOKEN_FILE").read(service.service());
        try {
            // One for each call: what a provider keeps it would not give anew before it has expired.
            return new TokenInBody(identity, token.text(), http).fetch();
        } catch (ProviderException e) {
            // Neither cause nor text is passed on: they may hold what was sent or answered.
            throw switch (e.getCause()) {
                case TokenRefusal refusal -> refusal.meaning(identity, token, service.service());
                case IOException broken -> NoKeysException.unanswered(service.of(broken));
                case null, default -> notUnderstood();
            };
        } catch (IllegalArgumentException | NullPointerException e) {
            throw notUnderstood();
        }
    }

    private NoKeysException notUnderstood() {
        return NoKeysException.refused(
                Kind.UNSUPPORTED,
                service.service() + " gave an answer without keys: check that it is one (AWS_ENDPOINT_URL_STS)");
    }

    /** MinIO's call, with all that it would write into the address put into the body: addresses get into logs, on the way and at the service. */
    private static final class TokenInBody extends WebIdentityProvider {

        TokenInBody(WebIdentity identity, String token, OkHttpClient http) {
            super(
                    () -> new Jwt(token, LIFE_SECONDS),
                    identity.tokenService().toString(),
                    LIFE_SECONDS,
                    null,
                    role(identity),
                    identity.session(),
                    http);
        }

        private static @Nullable String role(WebIdentity identity) {
            return identity.role().orElse(null);
        }

        @Override
        protected Request getRequest() {
            HttpUrl asked = super.getRequest().url();
            FormBody.Builder form = new FormBody.Builder();
            for (int i = 0; i < asked.querySize(); i++) {
                form.add(asked.queryParameterName(i), String.valueOf(asked.queryParameterValue(i)));
            }
            return new Request.Builder()
                    .url(asked.newBuilder().query(null).build())
                    .post(form.build())
                    .build();
        }
    }
}
