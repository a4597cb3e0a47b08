package dev.loopkeeper.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.WorkerPhase;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records against the samples of the interface, in both directions. */
class ProviderJsonTest {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = ProviderState.class.getResourceAsStream("v1/" + name + ".json")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "state, dev.loopkeeper.provider.ProviderState",
        "observations, dev.loopkeeper.provider.Observations",
        "status, dev.loopkeeper.provider.JobStatus"
    })
    void aSampleIsReadAndWrittenWithoutLoss(String name, Class<?> type) throws IOException {
        String written = ProviderJson.write(ProviderJson.read(sample(name), type));
        assertThat(PLAIN.readTree(written)).isEqualTo(PLAIN.readTree(sample(name)));
        assertThat(written).doesNotContain("\n");
    }

    @Test
    void theSamplesMeanWhatTheySay() throws IOException {
        ProviderState state = ProviderJson.read(sample("state"), ProviderState.class);
        assertThat(state.wanted().getFirst().leaving()).isTrue();
        assertThat(state.regions().getFirst().lastSnapshot())
                .satisfies(
                        snapshot -> assertThat(Objects.requireNonNull(snapshot).time())
                                .isEqualTo(Instant.parse("2026-11-21T03:20:00Z")));
        Observations observations = ProviderJson.read(sample("observations"), Observations.class);
        assertThat(observations.workers().getLast().phase()).isEqualTo(WorkerPhase.FAILED);
        JobStatus status = ProviderJson.read(sample("status"), JobStatus.class);
        assertThat(status.snapshots().seconds()).containsExactly(0.22, 0.18);
    }

    @Test
    void whatIsMissingIsEmptyOrNone() throws IOException {
        ProviderState state = ProviderJson.read("{\"protocolVersion\":1,\"job\":\"j\"}", ProviderState.class);
        assertThat(state).isEqualTo(new ProviderState(1, "j", 0, 0, "", 0, "", List.of(), List.of(), null));
    }

    @Test
    void anEnumerationsUnknownConstantIsNamedWithItsPlace() {
        assertThatThrownBy(() -> ProviderJson.read(
                        "{\"workers\":[{\"name\":\"n\",\"uid\":\"u\",\"phase\":\"LOST\"}]}", Observations.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageStartingWith("workers[0].phase: ")
                .hasMessageContaining("LOST");
    }
}
