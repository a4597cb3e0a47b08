package dev.loopkeeper.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** K13: the definition stands in the chart's templates, is the generated one, and outlives the release. */
final class ChartDefinitionTest {

    private static final String RESOURCE = "/META-INF/fabric8/iterativejobs.loopkeeper.dev-v1.yml";
    private static final String METADATA = """
              annotations:
                helm.sh/resource-policy: keep
              labels: {{- include "loopkeeper.labels" . | nindent 4 }}
            """;
    private static final String WRITE = "loopkeeper.chart.write";

    private static String expected() throws IOException {
        try (InputStream resource = IterativeJob.class.getResourceAsStream(RESOURCE)) {
            String definition = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            String body = definition.substring(definition.indexOf("apiVersion:"));
            String kept = body.replaceFirst("metadata:\n", "metadata:\n" + METADATA);
            return "# Copied from the generated definition (module crds), with the chart's labels and the annotation that keeps it when the release goes. Do not edit:\n"
                    + "# ./mvnw -pl operator -am test -Dtest=ChartDefinitionTest -D" + WRITE
                    + "=true -Dsurefire.failIfNoSpecifiedTests=false\n"
                    + "{{- if .Values.crd.install }}\n" + kept + "{{- end }}\n";
        }
    }

    @Test
    void k13TheChartHasTheGeneratedDefinition() throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(Chart.DEFINITION, expected());
        }
        assertThat(Files.readString(Chart.DEFINITION)).isEqualTo(expected());
    }

    /** It is one for the cluster, and Helm lets no second release have it. */
    @Test
    void aSecondReleaseLeavesTheDefinitionToTheFirst() {
        assertThat(Chart.render("crd: {install: false}")).noneMatch(CustomResourceDefinition.class::isInstance);
    }

    @Test
    void k13TheDefinitionIsKept() {
        CustomResourceDefinition definition =
                Chart.find(Chart.render(""), CustomResourceDefinition.class, "iterativejobs.loopkeeper.dev");
        assertThat(definition.getMetadata().getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
        assertThat(definition.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/part-of", "loopkeeper")
                .containsEntry("app.kubernetes.io/instance", "loopkeeper")
                .containsKeys("app.kubernetes.io/name", "app.kubernetes.io/version", "app.kubernetes.io/managed-by");
        assertThat(Files.exists(Chart.FOLDER.resolve("crds")))
                .as("Helm never upgrades what is in crds/")
                .isFalse();
    }
}
