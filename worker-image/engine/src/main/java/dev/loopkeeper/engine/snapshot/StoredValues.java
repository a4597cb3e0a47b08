package dev.loopkeeper.engine.snapshot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.loopkeeper.engine.codec.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** The JSON form of what the store holds beside chunks: readable by people, and by later versions. Thread-safe. */
public final class StoredValues {

    private static final ObjectMapper JSON = mapper();

    private StoredValues() {}

    public static ByteBuffer encode(Object value) {
        try {
            return ByteBuffer.wrap(JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode " + value.getClass().getSimpleName(), e);
        }
    }

    /** Reads a value; {@link CorruptDataException} names the object if its content is torn or of another kind. */
    public static <V> V decode(String object, byte[] content, Class<V> type) {
        V value;
        try {
            value = JSON.readValue(content, type);
        } catch (IOException e) {
            throw unreadable(object, type, firstLine(e));
        }
        if (value == null) {
            throw unreadable(object, type, "it holds nothing");
        }
        return value;
    }

    private static CorruptDataException unreadable(String object, Class<?> type, String why) {
        return new CorruptDataException("object " + object + " is not a readable " + type.getSimpleName()
                + ": it is damaged or was written by another program (" + why + ")");
    }

    private static String firstLine(IOException e) {
        String message = e.getMessage();
        int end = message == null ? -1 : message.indexOf('\n');
        return end < 0 ? String.valueOf(message) : message.substring(0, end);
    }

    private static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule();
        module.addSerializer(SnapshotId.class, ToStringSerializer.instance);
        module.addSerializer(Instant.class, ToStringSerializer.instance);
        module.addDeserializer(SnapshotId.class, new TextDeserializer<>(SnapshotId.class, SnapshotId::parse));
        module.addDeserializer(Instant.class, new TextDeserializer<>(Instant.class, Instant::parse));
        return JsonMapper.builder()
                .addModule(module)
                .addMixIn(OperatorPart.class, OperatorPartKinds.class)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = OperatorPart.Keyed.class, name = "keyed"),
        @JsonSubTypes.Type(value = OperatorPart.TaskValues.class, name = "task"),
        @JsonSubTypes.Type(value = OperatorPart.Splits.class, name = "splits"),
        @JsonSubTypes.Type(value = OperatorPart.Head.class, name = "head"),
        @JsonSubTypes.Type(value = OperatorPart.Tail.class, name = "tail"),
        @JsonSubTypes.Type(value = OperatorPart.Transactions.class, name = "transactions")
    })
    private interface OperatorPartKinds {}
}
