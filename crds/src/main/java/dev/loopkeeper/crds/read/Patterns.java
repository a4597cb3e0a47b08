package dev.loopkeeper.crds.read;

import dev.loopkeeper.crds.v1alpha1.ObjectNames;
import dev.loopkeeper.crds.value.GoDuration;
import dev.loopkeeper.crds.value.MemorySize;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says in words what a text that does not match its pattern should have been. */
final class Patterns {

    private static final Map<String, String> IN_WORDS = Map.of(
            ObjectNames.SUBDOMAIN_PATTERN, "the name of a Kubernetes object (a-z, 0-9, - and .)",
            ObjectNames.DATA_KEY_PATTERN, "a key in a Secret (letters, digits, -, _ and .)",
            ObjectNames.LABEL_VALUE_PATTERN, "the value of a label (letters, digits, -, _ and .)");

    private Patterns() {}

    /** What is wrong with a text in this place, if anything is. */
    static Optional<String> mismatch(Schema schema, String text) {
        Pattern pattern = schema.pattern();
        if (pattern == null) {
            return Optional.empty();
        }
        if (!pattern.matcher(text).matches()) {
            String shown = new YamlNode.Scalar(text, YamlNode.Scalar.Kind.TEXT, 0).describe();
            return Optional.of("expected " + expectation(schema).orElse("text of the form " + pattern) + ", got "
                    + shown + hint(pattern, text));
        }
        return outOfRange(pattern.pattern(), text);
    }

    /** What a value in this place is called, where there is a better word than its type. Examples are the field's own defaults. */
    static Optional<String> expectation(Schema schema) {
        Pattern pattern = schema.pattern();
        if (pattern == null) {
            return Optional.empty();
        }
        return switch (pattern.pattern()) {
            case GoDuration.PATTERN -> Optional.of("a duration such as " + example(schema, "30s"));
            case MemorySize.PATTERN -> Optional.of("a quantity such as " + example(schema, "1Gi"));
            default -> Optional.ofNullable(IN_WORDS.get(pattern.pattern()));
        };
    }

    private static String example(Schema schema, String otherwise) {
        return schema.defaultValue() == null ? otherwise : schema.defaultValue().asText();
    }

    /** What to do with a value that YAML takes for no text: put it in quotes, where it would be good then. */
    static String quotes(Schema schema, String text) {
        Pattern pattern = schema.pattern();
        return pattern == null || mismatch(schema, text).isEmpty() ? quotes(text) : hint(pattern, text);
    }

    /** What to do where any text is good. */
    static String quotes(String text) {
        return "; put it in quotes: \"" + text + '"';
    }

    /** The mistakes that everybody makes. */
    private static String hint(Pattern pattern, String text) {
        return switch (pattern.pattern()) {
            case GoDuration.PATTERN -> text.startsWith("-") ? "; it cannot be negative" : "; units are ms, s, m and h";
            case MemorySize.PATTERN ->
                text.startsWith("-")
                        ? "; it cannot be negative"
                        : "; units are Ki, Mi, Gi, Ti and k, M, G, T, or m for thousandths";
            default -> "";
        };
    }

    /** Values of the right form that are too large; the API server refuses them in its rules. */
    private static Optional<String> outOfRange(String pattern, String text) {
        try {
            switch (pattern) {
                case GoDuration.PATTERN -> GoDuration.parse(text);
                case MemorySize.PATTERN -> MemorySize.parse(text);
                default -> {}
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
