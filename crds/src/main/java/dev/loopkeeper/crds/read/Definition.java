package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The resource's definition as the reader uses it: that of Kubernetes, completed by what the API server checks in every object. */
final class Definition {

    /** Where the generated definition is among the resources of this module. */
    private static final String RESOURCE = "/META-INF/fabric8/iterativejobs.loopkeeper.dev-v1.yml";

    /** Fields that are in the metadata of any object; those that only the API server writes are accepted, since people keep what it prints. */
    private static final String METADATA = """
            {"type": "object", "required": ["name"], "properties": {
              "name": {"type": "string", "minLength": 1},
              "namespace": {"type": "string", "maxLength": 63, "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},
              "labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 63}},
              "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
              "finalizers": {"type": "array", "items": {"type": "string"}},
              "ownerReferences": {"type": "array", "items": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}},
              "managedFields": {"type": "array", "items": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}},
              "uid": {"type": "string"}, "resourceVersion": {"type": "string"}, "generation": {"type": "integer"},
              "creationTimestamp": {"type": "string"}, "deletionTimestamp": {"type": "string"},
              "deletionGracePeriodSeconds": {"type": "integer"}, "selfLink": {"type": "string"}}}
            """;

    private static final String OPEN_OBJECT = "{\"type\": \"object\", \"x-kubernetes-preserve-unknown-fields\": true}";

    private Definition() {}

    /** The schema of a whole job file. */
    static Schema schema() {
        return Loaded.SCHEMA;
    }

    private static final class Loaded {

        private static final Schema SCHEMA = load();

        private static Schema load() {
            ObjectMapper mapper = new ObjectMapper();
            try (InputStream resource = Definition.class.getResourceAsStream(RESOURCE)) {
                if (resource == null) {
                    throw new IllegalStateException(
                            "the resource's definition is missing from the class path: " + RESOURCE);
                }
                String yaml = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
                Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
                JsonNode definition = mapper.valueToTree(loaded);
                JsonNode root = definition.at("/spec/versions/0/schema/openAPIV3Schema");
                return Schema.of(complete((ObjectNode) root, mapper));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static ObjectNode complete(ObjectNode root, ObjectMapper mapper) throws JsonProcessingException {
            ObjectNode properties = (ObjectNode) root.get("properties");
            properties.set("metadata", mapper.readTree(METADATA));
            // A file may keep the status that it was printed with; it is not input.
            properties.set("status", mapper.readTree(OPEN_OBJECT));
            root.withArray("required").add("metadata");
            for (String name : List.of("apiVersion", "kind")) {
                properties.putObject(name).put("type", "string");
                root.withArray("required").add(name);
            }
            return root;
        }
    }
}
