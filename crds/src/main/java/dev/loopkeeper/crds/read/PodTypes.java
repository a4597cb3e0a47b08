package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.loopkeeper.crds.read.YamlNode.Field;
import dev.loopkeeper.crds.read.YamlNode.Mapping;
import dev.loopkeeper.crds.read.YamlNode.Scalar;
import dev.loopkeeper.crds.read.YamlNode.Scalar.Kind;
import dev.loopkeeper.crds.read.YamlNode.Sequence;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that the values in pod templates are of the types that Kubernetes' fields have (K20), as its client's own classes tell them: merged with ours, a
 * value of another type would be lost. A field that those classes do not have may be of a later Kubernetes; the API server judges it.
 */
final class PodTypes {

    /** What single values have to be. */
    static final Map<Class<?>, Expected> SINGLE = Map.of(
            String.class, new Expected(Schema.Type.TEXT.description(), Set.of(Kind.TEXT)),
            Boolean.class, new Expected(Schema.Type.TRUTH.description(), Set.of(Kind.TRUTH)),
            Integer.class, new Expected(Schema.Type.WHOLE_NUMBER.description(), Set.of(Kind.WHOLE_NUMBER)),
            Long.class, new Expected(Schema.Type.WHOLE_NUMBER.description(), Set.of(Kind.WHOLE_NUMBER)),
            Quantity.class,
                    new Expected(
                            Schema.Type.QUANTITY.description(),
                            Set.of(Kind.TEXT, Kind.WHOLE_NUMBER, Kind.DECIMAL_NUMBER)),
            IntOrString.class, new Expected("text or a whole number", Set.of(Kind.TEXT, Kind.WHOLE_NUMBER)));

    /** The one that says of fields who wrote them: it has any. */
    static final Class<?> ANY = FieldsV1.class;

    private static final DeserializationConfig CLASSES = new ObjectMapper().getDeserializationConfig();
    private static final int INT32_BITS = 31;

    private final Problems problems;

    /** @param description as it is in messages */
    record Expected(String description, Set<Kind> kinds) {}

    PodTypes(Problems problems) {
        this.problems = problems;
    }

    /** Checks the templates of a job file. */
    void check(YamlNode job) {
        for (String part : List.of("workers", "coordinator")) {
            field(job, "spec")
                    .flatMap(spec -> field(spec, part))
                    .flatMap(with -> field(with, "template"))
                    .ifPresent(template -> {
                        check(template, "metadata", ObjectMeta.class, part);
                        check(template, "spec", PodSpec.class, part);
                    });
        }
    }

    private void check(YamlNode template, String name, Class<?> type, String part) {
        // Of one that is no object at all the definition tells.
        field(template, name)
                .filter(Mapping.class::isInstance)
                .ifPresent(value -> check(value, CLASSES.constructType(type), "spec." + part + ".template." + name));
    }

    private static Optional<YamlNode> field(YamlNode node, String name) {
        return node instanceof Mapping mapping
                ? mapping.fields().stream()
                        .filter(field -> field.name().equals(name))
                        .map(Field::value)
                        .findFirst()
                : Optional.empty();
    }

    private void check(YamlNode value, JavaType type, String path) {
        Expected single = SINGLE.get(type.getRawClass());
        if (single != null) {
            checkSingle(value, type.getRawClass(), single, path);
        } else if (type.isCollectionLikeType()) {
            checkList(value, type.getContentType(), path);
        } else if (value instanceof Mapping mapping) {
            if (type.isMapLikeType()) {
                mapping.fields()
                        .forEach(field ->
                                check(field.value(), type.getContentType(), SchemaReader.child(path, field.name())));
            } else if (type.getRawClass() != ANY) {
                checkFields(mapping, type, path);
            }
        } else {
            refuse(value, Schema.Type.OBJECT.description(), path);
        }
    }

    private void checkFields(Mapping mapping, JavaType type, String path) {
        Map<String, JavaType> types = fields(type);
        for (Field field : mapping.fields()) {
            JavaType known = types.get(field.name());
            // As in Kubernetes, a field without a value is a field that was not given.
            if (known != null && !isNothing(field.value())) {
                check(field.value(), known, SchemaReader.child(path, field.name()));
            }
        }
    }

    /** The fields of a class of the client, with their types. */
    static Map<String, JavaType> fields(JavaType type) {
        return CLASSES.introspect(type).findProperties().stream()
                .collect(Collectors.toMap(BeanPropertyDefinition::getName, BeanPropertyDefinition::getPrimaryType));
    }

    private void checkList(YamlNode value, JavaType items, String path) {
        if (!(value instanceof Sequence sequence)) {
            refuse(value, Schema.Type.LIST.description(), path);
            return;
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            check(sequence.items().get(i), items, path + "[" + i + "]");
        }
    }

    private void checkSingle(YamlNode value, Class<?> type, Expected expected, String path) {
        if (!(value instanceof Scalar scalar) || !expected.kinds().contains(scalar.kind())) {
            boolean quotesMissing = type == String.class && value instanceof Scalar && !isNothing(value);
            refuse(value, expected.description(), path, quotesMissing ? Patterns.quotes(((Scalar) value).text()) : "");
        } else if (type == Quantity.class && scalar.text().isBlank()) {
            refuse(value, expected.description(), path);
        } else if (type == Integer.class && isTooLarge(scalar)) {
            problems.add(path, value.line(), "is out of range: " + value.describe());
        }
    }

    /** Of those beyond 64 bits it is told where they are read. */
    private static boolean isTooLarge(Scalar number) {
        try {
            int bits = YamlJson.wholeNumber(number.text()).bitLength();
            return bits > INT32_BITS && bits < Long.SIZE;
        } catch (ArithmeticException _) {
            return false;
        }
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof Scalar scalar && scalar.kind() == Kind.NOTHING;
    }

    private void refuse(YamlNode value, String expected, String path) {
        refuse(value, expected, path, "");
    }

    private void refuse(YamlNode value, String expected, String path, String hint) {
        problems.add(path, value.line(), "expected " + expected + ", got " + value.describe() + hint);
    }
}
