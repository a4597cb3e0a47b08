package dev.loopkeeper.engine.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.function.Function;

/** Reads a value from its text. */
final class TextDeserializer<V> extends StdDeserializer<V> {

    private static final long serialVersionUID = 1L;

    private final transient Function<String, V> parse;

    TextDeserializer(Class<V> type, Function<String, V> parse) {
        super(type);
        this.parse = parse;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = parser.getValueAsString();
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            return (V) context.handleWeirdStringValue(handledType(), text, "not readable");
        }
    }
}
