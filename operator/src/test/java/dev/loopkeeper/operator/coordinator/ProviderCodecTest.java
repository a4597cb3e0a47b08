package dev.loopkeeper.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderState;
import dev.loopkeeper.provider.RegionPhase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator reads and writes the samples that the coordinator is tested against too. */
final class ProviderCodecTest {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private static String sample(String name) throws IOException {
        try (InputStream resource = ProviderState.class.getResourceAsStream("v1/" + name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void readsTheState() throws IOException {
        assertThat(ProviderCodec.line(sample("state.json")))
                .isInstanceOfSatisfying(ProviderCodec.Line.NewState.class, line -> {
                    assertThat(line.state().wanted()).hasSize(2);
                    assertThat(line.state().regions().getFirst().phase()).isEqualTo(RegionPhase.SCHEDULING);
                    assertThat(line.state().regions().getFirst().lastFailure().exitCode())
                            .isEqualTo(137);
                    assertThat(line.state().earlierSnapshots()).startsWith("s3://jobs/loops/factory/rework/");
                });
    }

    @Test
    void writesTheObservations() throws IOException {
        JsonNode sample = MAPPER.readTree(sample("observations.json"));
        Observations observations = MAPPER.treeToValue(sample, Observations.class);
        assertThat(MAPPER.readTree(ProviderCodec.write(observations))).isEqualTo(sample);
    }

    @Test
    void readsTheStatus() throws IOException {
        assertThat(ProviderCodec.status(sample("status.json")).round()).isEqualTo(118);
    }

    @Test
    void takesAnEmptyObjectForASignOfLife() {
        assertThat(ProviderCodec.line("{}")).isEqualTo(new ProviderCodec.Line.SignOfLife());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "no", "{", "{\"protocolVersion\":2}", "{\"protocolVersion\":1}"})
    void saysWhatItCannotRead(String line) {
        assertThat(ProviderCodec.line(line)).isInstanceOf(ProviderCodec.Line.Unreadable.class);
    }
}
