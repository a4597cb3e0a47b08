package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of OpenAPI's schema language that the resource's definition uses. What it uses beyond that is refused when it is loaded, so that no
 * limit of the definition goes unchecked here.
 *
 * @param properties the fields of an object; empty for a map and for anything else
 * @param values what the values of a map are, null for anything else
 * @param items what the items of a list are, null for anything else
 * @param open whether an object takes any fields, unchecked
 * @param defaultValue what is filled in where nothing is given, null for nothing
 */
record Schema(
        Type type,
        Map<String, Schema> properties,
        Set<String> required,
        @Nullable Schema values,
        @Nullable Schema items,
        boolean open,
        List<String> allowed,
        @Nullable Pattern pattern,
        Limits limits,
        @Nullable JsonNode defaultValue,
        List<Rule> rules) {

    private static final Set<String> KNOWN_WORDS = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minProperties",
            "maxProperties",
            "minItems",
            "maxItems",
            "default",
            "description",
            "format",
            "anyOf",
            "x-kubernetes-int-or-string",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-validations",
            "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys");

    enum Type {
        OBJECT("fields"),
        LIST("a list"),
        TEXT("text"),
        WHOLE_NUMBER("a whole number"),
        TRUTH("true or false"),
        QUANTITY("a quantity");

        private final String description;

        Type(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    /** Lower and upper limits, in the unit of the type: length of a text, value of a number, size of a map or list. */
    record Limits(long least, long most) {}

    /** A CEL rule with what it says when it is broken. */
    record Rule(String expression, String message) {}

    /** The schema that JSON describes. */
    static Schema of(JsonNode json) {
        json.fieldNames().forEachRemaining(word -> {
            if (!KNOWN_WORDS.contains(word)) {
                throw new IllegalStateException(
                        "the resource's definition uses " + word + ", which the reader does not check");
            }
        });
        Type type = type(json);
        Map<String, Schema> properties = new LinkedHashMap<>();
        json.path("properties").properties().forEach(entry -> properties.put(entry.getKey(), of(entry.getValue())));
        JsonNode values = json.path("additionalProperties");
        JsonNode items = json.path("items");
        return new Schema(
                type,
                Map.copyOf(properties),
                Set.copyOf(texts(json.path("required"))),
                values.isObject() ? of(values) : null,
                items.isObject() ? of(items) : null,
                json.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
                texts(json.path("enum")),
                json.has("pattern") ? anchored(json.path("pattern").asText()) : null,
                limits(type, json),
                json.get("default"),
                rules(json.path("x-kubernetes-validations")));
    }

    /** The schema of a field, if there is such a field. */
    Optional<Schema> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    boolean isMap() {
        return values != null;
    }

    /** The paths of all fields of that name, at any depth below this object. */
    Set<String> pathsOf(String name) {
        Set<String> paths = new TreeSet<>();
        properties.forEach((field, schema) -> {
            if (field.equals(name)) {
                paths.add(field);
            }
            schema.pathsOf(name).forEach(path -> paths.add(field + "." + path));
        });
        return paths;
    }

    private static Type type(JsonNode json) {
        if (json.path("x-kubernetes-int-or-string").asBoolean()) {
            return Type.QUANTITY;
        }
        String name = json.path("type").asText();
        return switch (name) {
            case "object" -> Type.OBJECT;
            case "array" -> Type.LIST;
            case "string" -> Type.TEXT;
            case "integer" -> Type.WHOLE_NUMBER;
            case "boolean" -> Type.TRUTH;
            default -> throw new IllegalStateException("the resource's definition has a field of type \"" + name + '"');
        };
    }

    private static Limits limits(Type type, JsonNode json) {
        return switch (type) {
            case TEXT, QUANTITY -> limits(json, "minLength", "maxLength");
            case WHOLE_NUMBER -> limits(json, "minimum", "maximum");
            case OBJECT -> limits(json, "minProperties", "maxProperties");
            case LIST -> limits(json, "minItems", "maxItems");
            case TRUTH -> new Limits(Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    private static Limits limits(JsonNode json, String least, String most) {
        return new Limits(
                json.path(least).asLong(Long.MIN_VALUE), json.path(most).asLong(Long.MAX_VALUE));
    }

    /** Kubernetes searches for the pattern; as all patterns are anchored, a whole match is the same. */
    private static Pattern anchored(String pattern) {
        if (!pattern.startsWith("^") || !pattern.endsWith("$")) {
            throw new IllegalStateException("the resource's definition has a pattern that is not anchored: " + pattern);
        }
        return Pattern.compile(pattern);
    }

    private static List<Rule> rules(JsonNode json) {
        List<Rule> rules = new ArrayList<>();
        json.forEach(rule -> rules.add(
                new Rule(rule.path("rule").asText(), rule.path("message").asText())));
        return List.copyOf(rules);
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }
}
