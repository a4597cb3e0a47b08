package dev.loopkeeper.crds.definition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.value.MemorySize;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes the definition of the resource for Kubernetes from the Java model, and adds what the model's annotations cannot say: quantities as
 * numbers or text, keyed lists, the default of the status, columns in their order.
 */
final class DefinitionGenerator {

    private static final String HEADER =
            "# Generated from the Java model of the resource (module crds). Do not edit: change the model, then run\n"
                    + "# ./mvnw -pl crds test -Dtest=DefinitionTest -Dloopkeeper.definition.write=true\n";

    private DefinitionGenerator() {}

    /** The whole definition as YAML. */
    static String yaml() {
        KeptInMemory output = new KeptInMemory();
        new CRDGenerator()
                .customResourceClasses(IterativeJob.class)
                .forCRDVersions("v1")
                .withPostProcessor(new Completion())
                .withOutput(output)
                .generate();
        String generated = output.bytes.toString(StandardCharsets.UTF_8);
        return HEADER + generated.substring(generated.indexOf('\n') + 1);
    }

    private static CustomResourceDefinition complete(CustomResourceDefinition definition) {
        CustomResourceDefinitionVersion version =
                definition.getSpec().getVersions().getFirst();
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        root.setDescription("A dataflow with a loop in it, kept running and right when machines fail.");
        property(root, "spec").setDescription("What the job is to run and how.");

        JSONSchemaProps status = property(root, "status");
        status.setDescription("What the operator has observed of the job.");
        // K21: without it, tools that follow kstatus call a job healthy that nobody has looked at yet.
        status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
        keyedBy(property(status, "conditions"), "type");
        keyedBy(property(status, "regions"), "name");

        everywhere(root, DefinitionGenerator::quantityAsNumberOrText);
        everywhere(root, DefinitionGenerator::withoutRepeatedRules);
        version.setAdditionalPrinterColumns(columns());
        return definition;
    }

    private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return schema.getProperties().get(name);
    }

    /** With server-side apply, entries of such a list are merged by their key instead of replaced as a whole. */
    private static void keyedBy(JSONSchemaProps list, String key) {
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(List.of(key));
    }

    private static void everywhere(JSONSchemaProps schema, Consumer<JSONSchemaProps> change) {
        change.accept(schema);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> everywhere(property, change));
        }
        if (schema.getItems() != null) {
            everywhere(schema.getItems().getSchema(), change);
        }
    }

    /** As usual in Kubernetes, {@code cpu: 1} is as good as {@code cpu: "1"}. */
    private static void quantityAsNumberOrText(JSONSchemaProps schema) {
        if (MemorySize.PATTERN.equals(schema.getPattern())) {
            schema.setType(null);
            schema.setXKubernetesIntOrString(true);
            schema.setAnyOf(List.of(
                    new JSONSchemaPropsBuilder().withType("integer").build(),
                    new JSONSchemaPropsBuilder().withType("string").build()));
        }
    }

    /** An annotation of a record's component stands on its field and on its accessor, and the generator reads both. */
    private static void withoutRepeatedRules(JSONSchemaProps schema) {
        schema.setXKubernetesValidations(
                schema.getXKubernetesValidations().stream().distinct().toList());
    }

    private static List<CustomResourceColumnDefinition> columns() {
        return List.of(
                column("Phase", "string", ".status.phase", 0),
                column("Regions", "string", ".status.regionsReady", 0),
                column("Round", "integer", ".status.round", 0),
                column("Last Snapshot", "date", ".status.lastSnapshot.time", 0),
                column("Restarts", "integer", ".status.restarts", 0),
                column("Age", "date", ".metadata.creationTimestamp", 0),
                column("Parallelism", "integer", ".status.parallelism", 1),
                column("Message", "string", ".status.conditions[?(@.type==\"Ready\")].message", 1));
    }

    private static CustomResourceColumnDefinition column(String name, String type, String path, int priority) {
        return new CustomResourceColumnDefinitionBuilder()
                .withName(name)
                .withType(type)
                .withJsonPath(path)
                .withPriority(priority)
                .build();
    }

    private static final class Completion implements CRDPostProcessor {

        @Override
        public HasMetadata process(HasMetadata definition, String version) {
            return complete((CustomResourceDefinition) definition);
        }
    }

    private static final class KeptInMemory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public ByteArrayOutputStream outputFor(String name) {
            return bytes;
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
