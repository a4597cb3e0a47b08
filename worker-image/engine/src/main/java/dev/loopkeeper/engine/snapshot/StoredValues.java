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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The JSON form of what the store holds beside chunks: readable by people, and by later versions. In front of each value stands a checksum of
 * its text (R14): a changed digit would make another value of it. Thread-safe.
 */
public final class StoredValues {

    private static final ObjectMapper JSON = mapper();
    private static final byte[] END = {'}'};
    private static final int BEGINNING = beginning(END, 0, 0).length;

    private StoredValues() {}

    public static ByteBuffer encode(Object value) {
        try {
            byte[] text = JSON.writeValueAsBytes(value);
            byte[] beginning = beginning(text, 0, text.length);
            return ByteBuffer.allocate(beginning.length + text.length + END.length)
                    .put(beginning)
                    .put(text)
                    .put(END)
                    .flip();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot encode " + value.getClass().getSimpleName(), e);
        }
    }

    /** Reads a value; {@link CorruptDataException} names the object if its content is torn or of another kind. */
    public static <V> V decode(String object, byte[] content, Class<V> type) {
        int length = content.length - BEGINNING - END.length;
        if (length < 0
                || !Arrays.equals(beginning(content, BEGINNING, length), Arrays.copyOf(content, BEGINNING))
                || content[content.length - 1] != '}') {
            throw unreadable(object, type, "its checksum is not that of its content");
        }
        V value;
        try {
            value = JSON.readValue(content, BEGINNING, length, type);
        } catch (IOException e) {
            throw unreadable(object, type, firstLine(e));
        }
        if (value == null) {
            throw unreadable(object, type, "it holds nothing");
        }
        return value;
    }

    private static byte[] beginning(byte[] text, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(text, offset, length);
        return "{\"crc32c\":\"%08x\",\"value\":".formatted(checksum.getValue()).getBytes(StandardCharsets.US_ASCII);
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
