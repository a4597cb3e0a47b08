package dev.loopkeeper.engine.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;

/**
 * The JSON form of the records in {@code dev.loopkeeper.provider}: one line each, unknown fields ignored. Safe for all threads.
 */
public final class ProviderJson {

    /** The line of a stream that says only that the coordinator lives. */
    public static final String SIGN_OF_LIFE = "{}";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule("instants")
                    .addSerializer(Instant.class, new InstantWriter())
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private ProviderJson() {}

    /** The value as one line, without its end. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "no JSON form of " + value.getClass().getName(), e);
        }
    }

    /**
     * Reads a value.
     *
     * @throws MalformedJsonException if the text is no JSON, or no such value
     */
    public static <T> T read(byte[] json, Class<T> type) throws MalformedJsonException {
        T value;
        try {
            value = MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new MalformedJsonException(describe(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        if (value == null) {
            throw new MalformedJsonException("expected an object, found null");
        }
        return value;
    }

    /** As {@link #read(byte[], Class)}. */
    public static <T> T read(String json, Class<T> type) throws MalformedJsonException {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** One line: where in the text, and what is wrong there. */
    private static String describe(JacksonException e) {
        String where = e instanceof JsonMappingException mapping ? path(mapping) : "";
        Throwable cause = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
        String what = cause instanceof JacksonException jackson
                ? jackson.getOriginalMessage()
                : Objects.toString(cause.getMessage(), "not valid");
        String line = what.lines().findFirst().orElse("not valid");
        return where.isEmpty() ? line : where + ": " + line;
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static final class InstantWriter extends StdSerializer<Instant> {
        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getValueAsString();
            try {
                return Instant.parse(text == null ? "" : text);
            } catch (DateTimeParseException _) {
                throw JsonMappingException.from(in, "expected an instant such as 2026-11-21T03:20:00Z");
            }
        }
    }
}
