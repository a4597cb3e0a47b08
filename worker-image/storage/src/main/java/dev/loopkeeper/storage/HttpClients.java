package dev.loopkeeper.storage;

import io.minio.Http;
import io.minio.errors.MinioException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Makes the clients for the store and the service that gives keys for it, with the settings' time-outs and authorities. */
final class HttpClients {

    private static final int CONCURRENT_REQUESTS = 64;
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    private HttpClients() {}

    /** For the store; its calls have no bound as a whole. */
    static OkHttpClient forStore(S3Settings settings, ExecutorService executor) {
        var dispatcher = new Dispatcher(executor);
        dispatcher.setMaxRequests(CONCURRENT_REQUESTS);
        dispatcher.setMaxRequestsPerHost(CONCURRENT_REQUESTS);
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionSpecs(specifications(settings.endpoint()))
                .dispatcher(dispatcher)
                .connectionPool(
                        new ConnectionPool(CONCURRENT_REQUESTS, IDLE_CONNECTION.toMillis(), TimeUnit.MILLISECONDS))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(settings.timeouts().connect())
                .readTimeout(settings.timeouts().read())
                .writeTimeout(settings.timeouts().read())
                // Neither a signed request nor a token must follow a redirect to another host.
                .followRedirects(false)
                .followSslRedirects(false)
                .addInterceptor(new ConditionalWritesOnce())
                .build();
        return trusting(settings, client);
    }

    /** For the service; each of its calls is bounded. What ends the store's client ends this one. */
    static OkHttpClient forTokenService(OkHttpClient store, S3Settings settings, URI service) {
        OkHttpClient.Builder client = store.newBuilder()
                .connectionSpecs(specifications(service))
                .callTimeout(settings.timeouts().read());
        client.interceptors().clear();
        // A client without TLS has forgotten whom it trusts.
        return trusting(settings, client.build());
    }

    private static OkHttpClient trusting(S3Settings settings, OkHttpClient client) {
        return settings.caCertificate().map(file -> trusting(client, file)).orElse(client);
    }

    /** Without TLS there is no need to read the trusted certificates, which a start would wait for. */
    private static List<ConnectionSpec> specifications(URI endpoint) {
        return List.of("http".equals(endpoint.getScheme()) ? ConnectionSpec.CLEARTEXT : ConnectionSpec.MODERN_TLS);
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
}
