package dev.loopkeeper.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlConnectionTest {

    private static final Duration SILENCE = Duration.ofMillis(400);
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final BearerToken token = BearerToken.random();
    private final RecordingCoordinator coordinator = new RecordingCoordinator();

    @TempDir
    private Path directory;

    private ControlServerOptions options() {
        return ControlServerOptions.loopback(token).withSignOfLife(Duration.ofMillis(50));
    }

    private RecordingWorker worker(String name, InetSocketAddress address, Duration silence) {
        return new RecordingWorker(name, "uid", token, silence, new CoordinatorAddress.Fixed(HostPort.of(address)));
    }

    @Test
    void messagesOfAllKindsArriveInOrderBothWays() throws IOException {
        List<WorkerMessage> up = new RandomMessages(7)
                .ofWorker().stream()
                        .filter(message -> !(message instanceof WorkerMessage.Register))
                        .toList();
        List<CoordinatorMessage> down = new RandomMessages(8).ofCoordinator();
        try (ControlServer server = ControlServer.start(options(), coordinator);
                RecordingWorker worker = worker("w", server.address(), PATIENT)) {
            await().until(() -> !coordinator.heard.isEmpty());
            up.forEach(message -> assertThat(worker.client.send(message)).isTrue());
            down.forEach(message -> assertThat(server.send("w", message)).isTrue());
            await().until(() -> coordinator.heard.size() == up.size() + 1 && worker.heard.size() == down.size());
            assertThat(coordinator.from("w").getFirst()).isEqualTo(worker.registration());
            assertThat(coordinator.from("w").subList(1, up.size() + 1))
                    .usingRecursiveComparison()
                    .isEqualTo(up);
            assertThat(worker.heard).usingRecursiveComparison().isEqualTo(down);
        }
    }

    @Test
    void manyMessagesKeepTheirOrder() throws IOException {
        try (ControlServer server = ControlServer.start(options(), coordinator);
                RecordingWorker worker = worker("w", server.address(), PATIENT)) {
            await().until(() -> !coordinator.heard.isEmpty());
            int count = 20_000;
            for (int wave = 0; wave < count; wave++) {
                assertThat(server.send("w", new CoordinatorMessage.Command(1, new TaskCommand.Wave(0, wave))))
                        .isTrue();
            }
            await().until(() -> worker.heard.size() == count);
            assertThat(worker.heard)
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(wave -> (CoordinatorMessage)
                                    new CoordinatorMessage.Command(1, new TaskCommand.Wave(0, wave)))
                            .toList());
        }
    }

    @Test
    void deploymentsOfManyMegabytesPass() throws IOException {
        List<byte[]> values =
                IntStream.range(0, 24).mapToObj(index -> new byte[1 << 20]).toList();
        TaskPart part = new TaskPart(
                "big", 0, false, null, List.of(new OperatorPart.TaskValues("big", Map.of("state", values))));
        CoordinatorMessage deploy = new CoordinatorMessage.Deploy(
                1, 0, 1, "regions/e1-r0/", List.of(0), Map.of(), Map.of(), Map.of(new TaskId(0, 0), part));
        try (ControlServer server = ControlServer.start(options(), coordinator);
                RecordingWorker worker = worker("w", server.address(), PATIENT)) {
            await().until(() -> !coordinator.heard.isEmpty());
            assertThat(server.send("w", deploy)).isTrue();
            assertThat(worker.client.send(new WorkerMessage.Report(
                            new TaskReport.Acknowledged(new TaskId(0, 0), new SnapshotId(1, 1), part, 1))))
                    .isTrue();
            await().until(() -> worker.heard.size() == 1 && coordinator.heard.size() == 2);
            CoordinatorMessage.Deploy arrived = (CoordinatorMessage.Deploy) worker.heard.getFirst();
            OperatorPart.TaskValues big = (OperatorPart.TaskValues)
                    arrived.parts().get(new TaskId(0, 0)).operators().getFirst();
            assertThat(big.values().get("state")).hasSize(24).allMatch(value -> value.length == 1 << 20);
        }
    }

    @Test
    void aWorkerWithoutTheTokenIsRefused() throws IOException {
        try (ControlServer server = ControlServer.start(options(), coordinator);
                RecordingWorker stranger = new RecordingWorker(
                        "w",
                        "uid",
                        BearerToken.random(),
                        PATIENT,
                        new CoordinatorAddress.Fixed(HostPort.of(server.address())));
                RecordingWorker worker = worker("known", server.address(), PATIENT)) {
            await().until(() -> !coordinator.heard.isEmpty());
            assertThat(stranger.connections).hasValue(0);
            assertThat(coordinator.from("w")).isEmpty();
            assertThat(worker.connections).hasValue(1);
            assertThat(stranger.client.send(new WorkerMessage.Ready())).isFalse();
        }
    }

    @Test
    void aWorkerThatConnectsAgainReplacesItsOlderStream() throws IOException {
        try (ControlServer server = ControlServer.start(options(), coordinator);
                TcpRelay relay = new TcpRelay(server.address());
                RecordingWorker older = new RecordingWorker(
                        "w", "older", token, PATIENT, new CoordinatorAddress.Fixed(relay.address()))) {
            await().until(() -> coordinator.heard.size() == 1);
            relay.freeze(true);
            older.client.send(new WorkerMessage.Failed("late"));
            try (RecordingWorker newer = new RecordingWorker(
                    "w", "newer", token, PATIENT, new CoordinatorAddress.Fixed(HostPort.of(server.address())))) {
                await().until(() -> coordinator.heard.size() == 2);
                server.send("w", new CoordinatorMessage.Dismiss(1, "for the newer one"));
                await().until(() -> newer.heard.size() == 1);
                relay.freeze(false);
                newer.client.send(new WorkerMessage.Ready());
                await().until(() -> coordinator.heard.size() == 3);
                assertThat(coordinator.from("w"))
                        .containsExactly(older.registration(), newer.registration(), new WorkerMessage.Ready());
                assertThat(coordinator.disconnected).isEmpty();
                await().until(() -> older.replaced.get() == 1);
                assertThat(older.heard).isEmpty();
                assertThat(older.connections).hasValue(1);
            }
        }
    }

    @Test
    void aBrokenConnectionIsToldToBothAndMadeAgain() throws IOException {
        try (ControlServer server = ControlServer.start(options(), coordinator);
                TcpRelay relay = new TcpRelay(server.address());
                RecordingWorker worker = new RecordingWorker(
                        "w", "uid", token, PATIENT, new CoordinatorAddress.Fixed(relay.address()))) {
            await().until(() -> coordinator.heard.size() == 1);
            relay.cut();
            await().until(() -> worker.disconnected.size() == 1 && coordinator.heard.size() == 2);
            assertThat(coordinator.disconnected).hasSize(1).allMatch(text -> text.startsWith("w: "));
            assertThat(server.send("w", new CoordinatorMessage.Dismiss(1, "again")))
                    .isTrue();
            await().until(() -> worker.heard.size() == 1);
        }
    }

    @Test
    void aSilentCoordinatorIsDialledAgain() throws IOException {
        try (ControlServer server = ControlServer.start(options(), coordinator);
                TcpRelay relay = new TcpRelay(server.address());
                RecordingWorker worker = new RecordingWorker(
                        "w", "uid", token, SILENCE, new CoordinatorAddress.Fixed(relay.address()))) {
            await().until(() -> coordinator.heard.size() == 1);
            relay.freeze(true);
            await().until(() -> worker.disconnected.size() == 1);
            assertThat(worker.disconnected.getFirst()).contains("nothing was heard");
            relay.freeze(false);
            await().until(() -> worker.connections.get() >= 2);
            await().until(() -> worker.client.silence().compareTo(SILENCE) < 0);
        }
    }

    @Test
    void aCoordinatorInAnotherPlaceIsFoundByItsFile() throws IOException {
        Path file = directory.resolve("control");
        CoordinatorAddress address = CoordinatorAddress.parse("file:" + file);
        try (RecordingWorker worker = new RecordingWorker("w", "uid", token, SILENCE, address)) {
            try (ControlServer first = ControlServer.start(options(), coordinator)) {
                Files.writeString(file, HostPort.of(first.address()) + "\n");
                await().until(() -> coordinator.heard.size() == 1);
            }
            RecordingCoordinator successor = new RecordingCoordinator();
            try (ControlServer second = ControlServer.start(options(), successor)) {
                Files.writeString(file, HostPort.of(second.address()) + "\n");
                await().until(() -> successor.heard.size() == 1);
                assertThat(successor.from("w")).containsExactly(worker.registration());
            }
        }
    }

    @Test
    void aWorkerThatTakesNothingIsDisconnected() throws IOException {
        byte[] megabyte = new byte[1 << 20];
        TaskPart part = new TaskPart(
                "big", 0, false, null, List.of(new OperatorPart.TaskValues("big", Map.of("state", List.of(megabyte)))));
        CoordinatorMessage deploy = new CoordinatorMessage.Deploy(
                1, 0, 1, "regions/e1-r0/", List.of(0), Map.of(), Map.of(), Map.of(new TaskId(0, 0), part));
        try (ControlServer server = ControlServer.start(options().withMaximumWaitingBytes(4 << 20), coordinator);
                TcpRelay relay = new TcpRelay(server.address());
                RecordingWorker worker = new RecordingWorker(
                        "w", "uid", token, PATIENT, new CoordinatorAddress.Fixed(relay.address()))) {
            await().until(() -> coordinator.heard.size() == 1);
            relay.freeze(true);
            int taken = 0;
            while (server.send("w", deploy) && taken < 1_000) {
                taken++;
            }
            assertThat(taken).isBetween(4, 100);
            assertThat(coordinator.disconnected).singleElement().asString().contains("too slowly");
            assertThat(worker.heard).isEmpty();
        }
    }

    @Test
    void closingIsQuickAndFinal() throws IOException {
        ControlServer server = ControlServer.start(options(), coordinator);
        RecordingWorker worker = worker("w", server.address(), PATIENT);
        await().until(() -> coordinator.heard.size() == 1);
        worker.close();
        await().until(() -> coordinator.disconnected.size() == 1);
        assertThat(coordinator.disconnected.getFirst()).contains("good-bye");
        assertThat(worker.disconnected).isEmpty();
        assertThat(server.send("w", new CoordinatorMessage.Dismiss(1, "too late")))
                .isFalse();
        server.close();
        server.close();
    }
}
