package dev.loopkeeper.operator.coordinator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.ProviderState;

/** The JSON form of the provider interface: unknown fields are ignored, other versions refused. Safe for all threads. */
final class ProviderCodec {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ProviderCodec() {}

    /** What a line of the stream can say. */
    sealed interface Line {

        /** Nothing but that the coordinator lives. */
        record SignOfLife() implements Line {}

        record NewState(ProviderState state) implements Line {}

        /** Something that cannot be read, and why. */
        record Unreadable(String reason) implements Line {}
    }

    static Line line(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || !node.isObject()) {
                return new Line.Unreadable("the coordinator sends no objects");
            }
            if (!node.has("protocolVersion")) {
                return new Line.SignOfLife();
            }
            // Read before all else: the fields of another version may mean other things.
            int version = node.path("protocolVersion").asInt();
            if (version != ProviderProtocol.VERSION) {
                return new Line.Unreadable("the coordinator speaks version " + version
                        + " of the provider interface, this operator version " + ProviderProtocol.VERSION);
            }
            return new Line.NewState(MAPPER.treeToValue(node, ProviderState.class));
        } catch (JsonProcessingException e) {
            return new Line.Unreadable("the coordinator's state is not readable: " + e.getOriginalMessage());
        }
    }

    /** @throws IllegalArgumentException with one line, if it is no status */
    static JobStatus status(String text) {
        try {
            return MAPPER.readValue(text, JobStatus.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the coordinator's status is not readable: " + e.getOriginalMessage(), e);
        }
    }

    static String write(Observations observations) {
        try {
            return MAPPER.writeValueAsString(observations);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("observations have no JSON form", e);
        }
    }
}
