package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.read.YamlNode.Field;
import dev.loopkeeper.crds.read.YamlNode.Mapping;
import dev.loopkeeper.crds.read.YamlNode.Scalar;
import dev.loopkeeper.crds.read.YamlNode.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** Makes JSON of YAML where no schema says what it has to be, as in pod templates. */
final class YamlJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONGEST_NUMBER = 40;

    private final Problems problems;
    private final Map<String, Integer> lines;

    /**
     * @param lines takes the lines of all fields that are read, by their paths
     */
    YamlJson(Problems problems, Map<String, Integer> lines) {
        this.problems = problems;
        this.lines = lines;
    }

    /** The same value as JSON; names given twice, and numbers that JSON has not, are problems. */
    JsonNode read(YamlNode node, String path) {
        return switch (node) {
            case Scalar scalar -> scalar(scalar, path);
            case Sequence sequence -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = 0; i < sequence.items().size(); i++) {
                    array.add(read(sequence.items().get(i), path + "[" + i + "]"));
                }
                yield array;
            }
            case Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                for (Field field : mapping.fields()) {
                    String name = SchemaReader.child(path, field.name());
                    if (object.has(field.name())) {
                        problems.add(name, field.line(), "is given twice");
                    }
                    lines.putIfAbsent(name, field.line());
                    object.set(field.name(), read(field.value(), name));
                }
                yield object;
            }
        };
    }

    /** A whole number of YAML's core schema: decimal, {@code 0o} octal or {@code 0x} hexadecimal. */
    static BigInteger wholeNumber(String text) {
        if (text.length() > LONGEST_NUMBER) {
            throw new ArithmeticException("too long");
        }
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private JsonNode scalar(Scalar scalar, String path) {
        try {
            return switch (scalar.kind()) {
                case TEXT -> JSON.textNode(scalar.text());
                case WHOLE_NUMBER -> JSON.numberNode(wholeNumber(scalar.text()).longValueExact());
                case DECIMAL_NUMBER -> JSON.numberNode(new BigDecimal(scalar.text()).doubleValue());
                case TRUTH -> JSON.booleanNode(scalar.text().matches("(?i)true|y|yes|on"));
                case NOTHING -> JSON.nullNode();
            };
        } catch (ArithmeticException | NumberFormatException _) {
            problems.add(path, scalar.line(), "is out of range: " + scalar.describe());
            return JSON.nullNode();
        }
    }
}
