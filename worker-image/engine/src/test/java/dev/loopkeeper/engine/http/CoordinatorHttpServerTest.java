package dev.loopkeeper.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CoordinatorHttpServerTest {

    private static final HttpLimits QUICK =
            new HttpLimits(2_000, 8, 2, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(100));

    private final BearerToken token = BearerToken.random();
    private final StubCoordinator coordinator = new StubCoordinator();
    private final HttpClient client = HttpClient.newHttpClient();
    private CoordinatorHttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = CoordinatorHttpServer.start(HttpEndpoint.local(0, token), coordinator, QUICK);
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(Duration.ofSeconds(20));
    }

    private HttpRequest.Builder admitted(String path) {
        return request(path).header("Authorization", token.authorization());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(admitted("/v1/observations")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private BufferedReader openStream() throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(admitted("/v1/provider").build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/provider", "/v1/observations", "/v1/plan", "/v1/status", "/metrics", "/", "/other"})
    void refusesWhoShowsNoTokenOrAWrongOne(String path) throws Exception {
        assertThat(send(request(path).build()).statusCode()).isEqualTo(401);
        HttpResponse<String> wrong = send(request(path)
                .header("Authorization", BearerToken.random().authorization())
                .build());
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body().lines()).hasSize(1);
    }

    @Test
    void answersHealthToAnyone() throws Exception {
        HttpResponse<String> healthy = send(request("/healthz").build());
        assertThat(healthy.statusCode()).isEqualTo(200);
        assertThat(healthy.body()).isEmpty();
        assertThat(send(request("/readyz").build()).statusCode()).isEqualTo(200);
        coordinator.ready = false;
        assertThat(send(request("/readyz").build()).statusCode()).isEqualTo(503);
    }

    @Test
    void streamsTheStateAtOnceAndWhenItChangesAndSignsOfLifeBetween() throws Exception {
        try (BufferedReader lines = openStream()) {
            ProviderState first = ProviderJson.read(lines.readLine(), ProviderState.class);
            assertThat(first.coordinatorPhase()).isEqualTo("claiming: store unreachable");
            assertThat(lines.readLine()).isEqualTo("{}");
            ProviderState second = StubCoordinator.claimed(2, 2);
            coordinator.states.publish(second);
            String line = lines.readLine();
            while (line.equals("{}")) {
                line = lines.readLine();
            }
            assertThat(ProviderJson.read(line, ProviderState.class)).isEqualTo(second);
            assertThat(lines.readLine()).isEqualTo("{}");
        }
    }

    @Test
    void takesObservationsAndIgnoresFieldsItDoesNotKnow() throws Exception {
        HttpResponse<String> answer = post("""
                {"protocolVersion": 1, "epoch": 3, "version": 1, "mood": {"of": ["the", "provider"]},
                 "workers": [{"name": "rework-r0-0-1", "uid": "u1", "phase": "RUNNING", "colour": "red"}]}""");
        assertThat(answer.statusCode()).isEqualTo(204);
        Observations seen = coordinator.observed.poll(5, TimeUnit.SECONDS);
        assertThat(seen.workers()).containsExactly(ObservedWorker.running("rework-r0-0-1", "u1", null));
        assertThat(seen.nodes()).isEmpty();
        assertThat(seen.acknowledgedVerdict()).isFalse();
        assertThat(seen.stop()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nonsense                                                                              | Unrecognized token
            null                                                                                  | expected an object
            {"protocolVersion": 1, "epoch": 3, "version": 1                                       | Unexpected end
            {"protocolVersion": 1, "epoch": 3, "version": 1} x                                    | Unrecognized token
            {"protocolVersion": 1, "epoch": -3, "version": 1}                                     | epoch is -3
            {"protocolVersion": 1, "epoch": 3, "version": 1, "workers": [{"uid": "u"}]}           | workers[0]: name is missing
            {"protocolVersion": 1, "epoch": 3, "version": 1, "workers": [null]}                   | workers[0] is missing
            {"protocolVersion": 1, "epoch": 3, "version": 1, "workers": {"a": 1}}                 | workers
            {"protocolVersion": 1, "epoch": 3, "version": 1, "stop": {"id": "a", "deadline": 7}}  | stop.deadline: expected an instant
            {"protocolVersion": 0, "epoch": 3, "version": 1}                                      | protocolVersion is 0, but this coordinator speaks 1
            """)
    void refusesWhatIsNoObservationWithOneLine(String body, String expected) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().lines()).hasSize(1);
        assertThat(answer.body()).contains(expected);
        assertThat(coordinator.observed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 1", "3, 2"})
    void refusesObservationsMeantForAnotherCoordinator(long epoch, long version) throws Exception {
        HttpResponse<String> answer =
                post("{\"protocolVersion\": 1, \"epoch\": " + epoch + ", \"version\": " + version + "}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains(epoch + "-" + version).contains("3-1");
        assertThat(coordinator.observed).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        HttpResponse<String> answer = post("{\"padding\": \"" + "x".repeat(3_000) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("larger than 2000 bytes");
        assertThat(coordinator.observed).isEmpty();
    }

    @Test
    void answersPlanStatusAndMetrics() throws Exception {
        assertThat(send(admitted("/v1/plan").build()).body()).isEqualTo("{\"vertices\":[]}");
        HttpResponse<String> status = send(admitted("/v1/status").build());
        assertThat(ProviderJson.read(status.body(), JobStatus.class)).isEqualTo(coordinator.status());
        assertThat(send(admitted("/metrics").build()).body()).isEqualTo("loopkeeper_restarts_total 0\n");
    }

    @Test
    void namesWrongPathsAndMethods() throws Exception {
        assertThat(send(admitted("/v2/status").build()).statusCode()).isEqualTo(404);
        HttpResponse<String> method = send(admitted("/v1/observations").build());
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void tellsAFailureOfTheCoordinatorWithoutItsInside() throws Exception {
        coordinator.failure = new IllegalStateException("inside");
        HttpResponse<String> answer = send(admitted("/v1/status").build());
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("inside");
    }

    @Test
    void refusesMoreStreamsThanItsLimit() throws Exception {
        try (BufferedReader first = openStream();
                BufferedReader second = openStream()) {
            assertThat(send(admitted("/v1/provider").build()).statusCode()).isEqualTo(503);
            assertThat(first.readLine()).isNotNull();
            assertThat(second.readLine()).isNotNull();
        }
        await().untilAsserted(() -> {
            try (BufferedReader again = openStream()) {
                assertThat(again.readLine()).isNotNull();
            }
        });
    }

    @Test
    void dropsAReaderThatDoesNotRead() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.getOutputStream()
                    .write(("GET /v1/provider HTTP/1.1\r\nHost: a\r\nAuthorization: " + token.authorization()
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> server.activeExchanges() == 1);
            Thread publisher = Thread.ofVirtual().start(() -> {
                for (long version = 2; !Thread.currentThread().isInterrupted(); version++) {
                    coordinator.states.publish(StubCoordinator.claimed(version, 5_000));
                }
            });
            await().atMost(Duration.ofSeconds(30)).until(() -> server.activeExchanges() == 0);
            publisher.interrupt();
            publisher.join();
        }
    }

    @Test
    void dropsARequestThatTricklesIn() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.getOutputStream().write("GET /v1/sta".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            assertThat(readToEnd(socket)).isEmpty();
        }
    }

    private static String readToEnd(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException _) {
            return ""; // reset is as good as closed
        }
    }

    @Test
    void endsStreamsAndThreadsWhenItCloses() throws Exception {
        try (BufferedReader lines = openStream()) {
            assertThat(lines.readLine()).isNotNull();
            server.close();
            assertThat(server.activeExchanges()).isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("HTTP-Dispatcher"));
            assertThatThrownBy(() -> {
                        String line = lines.readLine();
                        while (line != null) {
                            line = lines.readLine();
                        }
                        throw new IOException("end of stream");
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void namesThePortThatIsTaken() {
        int port = server.address().getPort();
        assertThatThrownBy(() -> CoordinatorHttpServer.start(HttpEndpoint.local(port, token), coordinator, QUICK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining(Integer.toString(port));
    }

    @Test
    void publishesRisingVersionsOnly() {
        coordinator.states.publish(StubCoordinator.claimed(5, 0));
        List.of(5L, 4L)
                .forEach(version -> assertThatThrownBy(
                                () -> coordinator.states.publish(StubCoordinator.claimed(version, 0)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("3-5"));
    }
}
