package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.read.YamlNode.Field;
import dev.loopkeeper.crds.read.YamlNode.Mapping;
import dev.loopkeeper.crds.read.YamlNode.Scalar;
import dev.loopkeeper.crds.read.YamlNode.Sequence;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Checks YAML against a schema and makes JSON of it, with the schema's defaults filled in. It does what the API server does, but strictly, and
 * goes on after a problem so that all are found.
 */
final class SchemaReader {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Schema root;
    private final Problems problems;
    /** Where each field that was given begins, by its path. */
    private final Map<String, Integer> lines;

    /**
     * @param root the schema of the whole, for suggestions of fields that belong elsewhere
     * @param lines takes the lines of all fields that are read, by their paths
     */
    SchemaReader(Schema root, Problems problems, Map<String, Integer> lines) {
        this.root = root;
        this.problems = problems;
        this.lines = lines;
    }

    /**
     * The value as JSON.
     *
     * @return what could be read; meaningful only if no problem was added
     */
    JsonNode read(YamlNode node, Schema schema, String path) {
        int line = lines.computeIfAbsent(path, _ -> node.line());
        JsonNode json = switch (schema.type()) {
            case OBJECT -> object(node, schema, path);
            case LIST -> list(node, schema, path);
            case TEXT, WHOLE_NUMBER, TRUTH, QUANTITY -> scalar(node, schema, path);
        };
        checkRules(json, schema, path, line);
        return json;
    }

    /** Rules read several fields, so they are checked only where all of these are good by themselves. */
    private void checkRules(JsonNode json, Schema schema, String path, int line) {
        for (Schema.Rule rule : schema.rules()) {
            String place = path + RuleChecks.field(rule);
            if (!problems.touch(place) && !RuleChecks.holds(rule, json)) {
                problems.add(place, lines.getOrDefault(place, line), rule.message());
            }
        }
    }

    private JsonNode object(YamlNode node, Schema schema, String path) {
        if (!(node instanceof Mapping mapping)) {
            return mismatch(node, schema, path);
        }
        if (schema.open()) {
            return new YamlJson(problems, lines).read(mapping, path);
        }
        int line = lines.getOrDefault(path, mapping.line());
        ObjectNode object = JSON.objectNode();
        Map<String, Integer> seen = new HashMap<>();
        for (Field field : mapping.fields()) {
            Integer first = seen.putIfAbsent(field.name(), field.line());
            if (first != null) {
                problems.add(child(path, field.name()), field.line(), "is given twice, first on line " + first);
            } else {
                field(field, schema, path, object);
            }
        }
        for (String name : schema.required()) {
            if (!object.has(name)) {
                problems.add(child(path, name), line, "is required");
            }
        }
        fillIn(object, schema);
        checkLimits(object.size(), schema, path, line, "must have", " entries");
        return object;
    }

    private void field(Field field, Schema schema, String path, ObjectNode object) {
        String name = child(path, field.name());
        Schema values = schema.values();
        Schema type = values != null ? values : schema.properties().get(field.name());
        if (type == null) {
            problems.add(name, field.line(), "unknown field" + meant(field.name(), schema, path));
        } else if (values != null || !isNothing(field.value())) {
            // As in Kubernetes, a field without a value is a field that was not given; in a map it is a mistake.
            lines.put(name, field.line());
            object.set(field.name(), read(field.value(), type, name));
        }
    }

    /** A default may be an object whose own fields have defaults; these are filled in as well. */
    private static void fillIn(ObjectNode object, Schema schema) {
        schema.properties().forEach((name, property) -> {
            JsonNode value = property.defaultValue();
            if (value != null && !object.has(name)) {
                JsonNode filled = value.deepCopy();
                if (filled instanceof ObjectNode inner) {
                    fillIn(inner, property);
                }
                object.set(name, filled);
            }
        });
    }

    private String meant(String name, Schema schema, String path) {
        Set<String> elsewhere = root.pathsOf(name);
        return Suggestion.closest(name, schema.properties().keySet())
                .map(closest -> "; did you mean " + closest + "?")
                .orElseGet(() -> elsewhere.size() == 1
                        ? "; did you mean " + elsewhere.iterator().next() + "?"
                        : choice(schema, path));
    }

    private static String choice(Schema schema, String path) {
        if (schema.properties().isEmpty()) {
            return "";
        }
        String place = path.isEmpty() ? "a job" : path;
        return "; " + place + " has "
                + String.join(
                        ", ", schema.properties().keySet().stream().sorted().toList());
    }

    private JsonNode list(YamlNode node, Schema schema, String path) {
        Schema items = schema.items();
        if (!(node instanceof Sequence sequence) || items == null) {
            return mismatch(node, schema, path);
        }
        ArrayNode array = JSON.arrayNode();
        for (int i = 0; i < sequence.items().size(); i++) {
            array.add(read(sequence.items().get(i), items, path + "[" + i + "]"));
        }
        checkLimits(array.size(), schema, path, lines.getOrDefault(path, node.line()), "must have", " items");
        return array;
    }

    private JsonNode scalar(YamlNode node, Schema schema, String path) {
        if (!(node instanceof Scalar scalar)) {
            return mismatch(node, schema, path);
        }
        return switch (schema.type()) {
            case TEXT -> text(scalar, schema, path);
            case WHOLE_NUMBER -> wholeNumber(scalar, schema, path);
            case TRUTH -> truth(scalar, schema, path);
            case QUANTITY -> quantity(scalar, schema, path);
            case OBJECT, LIST -> mismatch(node, schema, path);
        };
    }

    private JsonNode text(Scalar scalar, Schema schema, String path) {
        if (scalar.kind() != Scalar.Kind.TEXT) {
            String hint = scalar.kind() == Scalar.Kind.NOTHING ? "" : Patterns.quotes(schema, scalar.text());
            return mismatch(scalar, schema, path, hint);
        }
        String text = scalar.text();
        if (!schema.allowed().isEmpty() && !schema.allowed().contains(text)) {
            String closest = Suggestion.closest(text, schema.allowed())
                    .map(word -> "; did you mean " + word + "?")
                    .orElse("");
            problems.add(
                    path,
                    scalar.line(),
                    "expected one of " + String.join(", ", schema.allowed()) + ", got " + scalar.describe() + closest);
            return JSON.textNode(text);
        }
        int length = text.codePointCount(0, text.length());
        if (checkLimits(length, schema, path, scalar.line(), "must have", " characters")) {
            Patterns.mismatch(schema, text).ifPresent(message -> problems.add(path, scalar.line(), message));
        }
        return JSON.textNode(text);
    }

    private JsonNode wholeNumber(Scalar scalar, Schema schema, String path) {
        if (scalar.kind() != Scalar.Kind.WHOLE_NUMBER) {
            return mismatch(scalar, schema, path);
        }
        try {
            long value = YamlJson.wholeNumber(scalar.text()).longValueExact();
            checkLimits(value, schema, path, scalar.line(), "must be", "");
            return JSON.numberNode(value);
        } catch (ArithmeticException _) {
            problems.add(path, scalar.line(), "is out of range: " + scalar.describe());
            return JSON.nullNode();
        }
    }

    private JsonNode truth(Scalar scalar, Schema schema, String path) {
        boolean isTrue = scalar.text().equalsIgnoreCase("true");
        if (scalar.kind() != Scalar.Kind.TRUTH || !isTrue && !scalar.text().equalsIgnoreCase("false")) {
            return mismatch(scalar, schema, path);
        }
        return JSON.booleanNode(isTrue);
    }

    private JsonNode quantity(Scalar scalar, Schema schema, String path) {
        return switch (scalar.kind()) {
            case WHOLE_NUMBER -> {
                Patterns.mismatch(schema, scalar.text())
                        .ifPresent(message -> problems.add(path, scalar.line(), message));
                yield JSON.textNode(scalar.text());
            }
            case TEXT -> text(scalar, schema, path);
            case DECIMAL_NUMBER -> mismatch(scalar, schema, path, Patterns.quotes(schema, scalar.text()));
            case TRUTH, NOTHING -> mismatch(scalar, schema, path);
        };
    }

    private boolean checkLimits(long value, Schema schema, String path, int line, String verb, String unit) {
        Schema.Limits limits = schema.limits();
        if (value >= limits.least() && value <= limits.most()) {
            return true;
        }
        String limit = value < limits.least() ? " at least " + limits.least() : " at most " + limits.most();
        problems.add(path, line, verb + limit + unit + ", got " + value);
        return false;
    }

    private JsonNode mismatch(YamlNode node, Schema schema, String path) {
        return mismatch(node, schema, path, "");
    }

    private JsonNode mismatch(YamlNode node, Schema schema, String path, String hint) {
        String expected = Patterns.expectation(schema).orElse(schema.type().description());
        problems.add(path, node.line(), "expected " + expected + ", got " + node.describe() + hint);
        return JSON.nullNode();
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING;
    }

    static String child(String path, String name) {
        boolean plain = name.matches("[A-Za-z0-9_-]{1,100}");
        if (path.isEmpty()) {
            return plain ? name : '"' + shortened(name) + '"';
        }
        return plain ? path + "." + name : path + "[\"" + shortened(name) + "\"]";
    }

    private static String shortened(String name) {
        String line = name.replace("\n", "\\n");
        return line.length() <= 100 ? line : line.substring(0, 100) + "…";
    }
}
