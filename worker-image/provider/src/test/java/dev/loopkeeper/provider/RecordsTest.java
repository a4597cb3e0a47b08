package dev.loopkeeper.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {

    @Test
    void aWorkersNameComesBack() {
        WorkerName name = new WorkerName("my-r1-job", WorkerName.region(3), 12, 4);
        assertThat(name).hasToString("my-r1-job-r3-12-4");
        assertThat(WorkerName.parse("my-r1-job-r3-12-4")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "job", "job-coordinator-4", "job-r0-1", "-r0-1-2", "job-r0-1-x", "job-r0-1-99999999999"})
    void whatIsNoWorkersNameIsNamed(String text) {
        assertThatThrownBy(() -> WorkerName.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void listsOfALaterCoordinatorAreNewerWhateverTheirVersion() {
        assertThat(Stream.of(new ListVersion(2, 1), new ListVersion(1, 9), new ListVersion(1, 10), ListVersion.NONE)
                        .sorted())
                .containsExactly(
                        ListVersion.NONE, new ListVersion(1, 9), new ListVersion(1, 10), new ListVersion(2, 1));
    }

    @Test
    void aWantedWorkerHasAUidExactlyWhenRegistered() {
        WantedWorker wanted = WantedWorker.wanted(new WorkerName("job", "r0", 0, 1), 2);
        assertThat(wanted.registered("u")).satisfies(worker -> {
            assertThat(worker.state()).isEqualTo(WantedState.REGISTERED);
            assertThat(worker.uid()).isEqualTo("u");
        });
        assertThatThrownBy(() ->
                        new WantedWorker("job-r0-0-1", "r0", 0, 1, 1, List.of(), WantedState.REGISTERED, null, false))
                .hasMessage("uid must be given exactly when state is REGISTERED");
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        assertThatThrownBy(() -> new LiveSettings(0L, null, null, null, null, null, null, null, null, null))
                .hasMessage("snapshotInterval is 0, but must be at least 1");
        assertThatThrownBy(() -> new LiveSettings(null, null, 0, null, null, null, null, null, null, null))
                .hasMessage("retain is 0, but must be at least 1");
        assertThatThrownBy(() -> new RestartPolicy(
                        RestartPolicy.Type.FIXED_DELAY, 3, null, null, null, null, null, null, null, null))
                .hasMessage("delay is missing");
        assertThatThrownBy(() -> RestartPolicy.exponentialDelay(0, 1, 2, 0, 10))
                .hasMessage("multiplier is 0, but must be at least 1");
        assertThatThrownBy(() -> new SnapshotRequest(" ")).hasMessage("token is missing");
        assertThatThrownBy(() -> new SnapshotRequest("x".repeat(257)))
                .hasMessage("token is longer than 256 characters");
    }

    @Test
    void longTextsLoseWhatMattersLess() {
        ObservedWorker worker = new ObservedWorker(
                "n", "u", null, WorkerPhase.FAILED, null, 1, "m" + "-".repeat(5_000), "-".repeat(5_000) + "t", false);
        assertThat(worker.message()).hasSize(ProviderProtocol.MAX_MESSAGE).startsWith("m");
        assertThat(worker.logTail()).hasSize(ProviderProtocol.MAX_LOG_TAIL).endsWith("t");
    }
}
