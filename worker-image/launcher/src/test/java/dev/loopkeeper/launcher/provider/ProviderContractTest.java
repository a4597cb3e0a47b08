package dev.loopkeeper.launcher.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.http.CoordinatorHttpServer;
import dev.loopkeeper.engine.http.CoordinatorView;
import dev.loopkeeper.engine.http.HttpEndpoint;
import dev.loopkeeper.engine.http.HttpLimits;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ObservedWorker;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The provider interface with both its ends, over a real socket. */
@Timeout(60)
class ProviderContractTest {

    private static final HttpLimits QUICK =
            new HttpLimits(100_000, 16, 4, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(100));
    private static final ProviderClientSettings SETTINGS = settings(Duration.ofSeconds(5));

    private final BearerToken token = BearerToken.random();
    private final StubCoordinator coordinator = new StubCoordinator(7);
    private final RecordingListener listener = new RecordingListener();
    private AutoCloseables open = new AutoCloseables();

    private static ProviderClientSettings settings(Duration silence) {
        return new ProviderClientSettings(
                silence,
                Duration.ofSeconds(5),
                Duration.ofMillis(300),
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(200)),
                1 << 20);
    }

    @AfterEach
    void close() {
        open.close();
        open = new AutoCloseables();
    }

    private CoordinatorHttpServer serve(CoordinatorView view, int port) throws IOException {
        return open.add(CoordinatorHttpServer.start(HttpEndpoint.local(port, token), view, QUICK));
    }

    private ProviderClient connect(URI address, BearerToken shown, ProviderClientSettings settings) {
        return open.add(new ProviderClient(address, shown, settings, listener));
    }

    private ProviderClient connect() throws IOException {
        return connect(serve(coordinator, 0).address(), token, SETTINGS);
    }

    private static ProviderState state(long version) {
        return StubCoordinator.state(7, version, 1, 2, RegionPhase.RUNNING, null);
    }

    private static Observations observations(long version, int workers) {
        List<ObservedWorker> seen = IntStream.range(0, workers)
                .mapToObj(i -> ObservedWorker.running("rework-r0-" + i + "-1", "u" + i, "local"))
                .toList();
        return new Observations(ProviderProtocol.VERSION, 7, version, seen, List.of(), false, null);
    }

    @Test
    void theClientHearsEachStateAndTheSignsOfLifeBetween() throws Exception {
        connect();
        await().until(() -> listener.states.size() == 1);
        coordinator.states().publish(state(2));
        await().until(() -> listener.states.size() == 2);
        assertThat(listener.states).containsExactly(ProviderState.starting("rework", 7, "claiming"), state(2));
        int before = listener.alive.get();
        await().until(() -> listener.alive.get() >= before + 5);
        assertThat(listener.states).hasSize(2);
        assertThat(listener.silences).isEmpty();
    }

    @Test
    void theServerHearsObservationsAtOnceAndThenTheNewestOnlyAndNotTooOften() throws Exception {
        ProviderClient client = connect();
        await().until(() -> !listener.states.isEmpty());
        long begun = System.nanoTime();
        for (int workers = 0; workers <= 500; workers++) {
            client.observe(observations(1, workers));
        }
        await().until(() ->
                coordinator.observed().stream().anyMatch(seen -> seen.workers().size() == 500));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        // One at the beginning, and one more for each interval that has passed.
        assertThat(coordinator.observed().size()).isLessThanOrEqualTo((int) (2 + millis / 300));
    }

    @Test
    void observationsReachACoordinatorThatComesLater() throws Exception {
        CoordinatorHttpServer first = serve(coordinator, 0);
        int port = first.address().getPort();
        ProviderClient client = connect(first.address(), token, SETTINGS);
        await().until(() -> !listener.states.isEmpty());
        first.close();
        await().until(() -> !listener.disconnects.isEmpty());
        client.observe(observations(1, 3));
        StubCoordinator second = new StubCoordinator(7);
        second.states().publish(state(2));
        serve(second, port);
        assertThat(second.observed().poll(20, TimeUnit.SECONDS)).isEqualTo(observations(1, 3));
        await().untilAsserted(() -> assertThat(listener.states).endsWith(state(2)));
    }

    @Test
    void anOlderListIsIgnored() throws Exception {
        CoordinatorHttpServer first = serve(coordinator, 0);
        coordinator.states().publish(state(5));
        connect(first.address(), token, SETTINGS);
        await().until(() -> listener.states.contains(state(5)));
        first.close();
        int alive = listener.alive.get();
        serve(new StubCoordinator(6), first.address().getPort());
        await().until(() -> listener.alive.get() > alive + 2);
        assertThat(listener.states).last().isEqualTo(state(5));
    }

    @Test
    void aWrongTokenIsRefusedAndNotPrinted() throws Exception {
        BearerToken wrong = BearerToken.random();
        ProviderClient client = connect(serve(coordinator, 0).address(), wrong, SETTINGS);
        await().until(() -> !listener.refusals.isEmpty());
        assertThat(listener.refusals.getFirst())
                .contains("401")
                .doesNotContain(wrong.authorization().substring("Bearer ".length()));
        assertThatThrownBy(client::status).isInstanceOf(IOException.class).hasMessageContaining("401");
        assertThat(listener.states).isEmpty();
    }

    @Test
    void observationsThatAreTooLargeAreRefusedByName() throws Exception {
        ProviderClient client = connect();
        client.observe(observations(1, 5_000));
        await().until(() -> !listener.refusals.isEmpty());
        assertThat(listener.refusals.getFirst()).contains("larger than 100000 bytes");
        client.observe(observations(1, 1));
        assertThat(coordinator.observed().poll(20, TimeUnit.SECONDS)).isEqualTo(observations(1, 1));
    }

    @Test
    void theClientAsksForStatusAndPlan() throws Exception {
        ProviderClient client = connect();
        JobStatus status = client.status();
        assertThat(status).isEqualTo(coordinator.status());
        assertThat(client.plan()).isEqualTo("{\"vertices\":[]}");
    }

    @Test
    void aFrozenCoordinatorIsSilentOnceAndIsHeardAgain() throws Exception {
        try (FrozenServer frozen =
                new FrozenServer("{\"protocolVersion\":1,\"job\":\"rework\",\"epoch\":7,\"version\":1}")) {
            connect(frozen.address(), token, settings(Duration.ofMillis(500)));
            await().until(() -> listener.silences.size() == 1);
            assertThat(listener.silences.getFirst()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
            await().until(() -> frozen.connections() >= 2);
            int alive = listener.alive.get();
            frozen.speak("{}");
            await().until(() -> listener.alive.get() > alive);
            await().until(() -> listener.silences.size() >= 2);
        }
    }

    @Test
    void aCoordinatorThatNeverSpokeIsNotCalledSilent() throws Exception {
        try (FrozenServer mute = new FrozenServer(null)) {
            connect(mute.address(), token, settings(Duration.ofMillis(100)));
            await().until(() -> mute.connections() == 1);
            await().during(Duration.ofMillis(500)).until(() -> listener.silences.isEmpty());
        }
    }

    @Test
    void unknownFieldsOfAStateAreIgnored() throws Exception {
        String line =
                "{\"protocolVersion\":1,\"job\":\"rework\",\"epoch\":7,\"version\":4,\"claim\":2,\"mood\":{\"a\":[1]},"
                        + "\"wanted\":[{\"name\":\"rework-r0-0-1\",\"region\":\"r0\",\"worker\":0,\"attempt\":1,\"slots\":2,"
                        + "\"state\":\"REGISTERED\",\"uid\":\"u\",\"colour\":\"red\"}]}";
        try (FrozenServer server = new FrozenServer(line)) {
            connect(server.address(), token, SETTINGS);
            await().until(() -> !listener.states.isEmpty());
            ProviderState state = listener.states.getFirst();
            assertThat(state.wanted()).singleElement().satisfies(worker -> {
                assertThat(worker.uid()).isEqualTo("u");
                assertThat(worker.leaving()).isFalse();
                assertThat(worker.avoidNodes()).isEmpty();
            });
            assertThat(state.regions()).isEmpty();
            assertThat(state.verdict()).isNull();
        }
    }

    @Test
    void anotherVersionIsRefusedBeforeItIsRead() throws Exception {
        try (FrozenServer server = new FrozenServer("{\"protocolVersion\":2,\"wanted\":\"a new form\"}")) {
            connect(server.address(), token, SETTINGS);
            await().until(() -> !listener.refusals.isEmpty());
            assertThat(listener.refusals.getFirst())
                    .isEqualTo("the coordinator speaks version 2 of the provider interface, this launcher speaks 1:"
                            + " start both from the same release");
            assertThat(listener.states).isEmpty();
        }
    }

    @Test
    void aStateThatCannotBeReadIsNamed() throws Exception {
        try (FrozenServer server = new FrozenServer("{\"protocolVersion\":1,\"job\":\"rework\",\"wanted\":[{}]}")) {
            connect(server.address(), token, SETTINGS);
            await().until(() -> !listener.refusals.isEmpty());
            assertThat(listener.refusals.getFirst()).contains("wanted[0]: name is missing");
        }
    }

    @Test
    void nothingIsToldAfterClosing() throws Exception {
        ProviderClient client = connect();
        await().until(() -> !listener.states.isEmpty());
        client.close();
        int alive = listener.alive.get();
        await().during(Duration.ofMillis(400)).until(() -> listener.alive.get() == alive);
    }
}
