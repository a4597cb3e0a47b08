package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema's rules hold in the operator too: an older definition may have let something in. */
final class SpecificationCheckTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static List<String> problems(String spec) {
        return problems(spec, "Region", "Recreate");
    }

    private static List<String> problems(String spec, String scope, String survivors) {
        IterativeJob job = YAML.unmarshal(
                """
                apiVersion: loopkeeper.dev/v1alpha1
                kind: IterativeJob
                metadata: {name: rework, namespace: factory}
                spec:
                  program: {className: dev.example.Rework%s}
                  parallelism: 2
                  suspend: false
                  startTimeout: 5m
                  workers: {slots: 1, memory: 1Gi, cpu: "1"%s}
                  coordinator: {memory: 512Mi, cpu: 200m}
                  snapshots: {interval: 30s, timeout: 5m, retain: 3, tolerableFailures: 10, onDelete: Retain}
                  recovery: {scope: %s, survivors: %s, heartbeatTimeout: 5s, restoreConcurrency: 16, restart: {type: ExponentialDelay}}
                """.formatted(
                                spec.startsWith("jar") ? ", " + spec : "",
                                spec.startsWith("template") ? ", " + spec : "",
                                scope,
                                survivors),
                IterativeJob.class);
        return new SpecificationCheck(YAML).problems(job);
    }

    @Test
    void takesWhatIsRight() {
        assertThat(problems("")).isEmpty();
    }

    @Test
    void k20NamesTheFieldOfATemplate() {
        assertThat(problems("template: {spec: {restartPolicy: Always}}"))
                .singleElement()
                .asString()
                .startsWith("spec.workers.template.spec.restartPolicy: ");
    }

    /** Merged with ours, they would be lost without a word, or stand in the way of all looks at the job. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{spec: {containers: x}} | spec.containers: expected a list, got \"x\"",
                "{spec: {containers: {name: worker}}} | spec.containers: expected a list, got an object with fields",
                "{spec: {containers: [x]}} | spec.containers[0]: expected fields, got \"x\"",
                "{spec: {containers: [null]}} | spec.containers[0]: expected fields, got nothing",
                "{spec: {tolerations: {key: a}}} | spec.tolerations: expected a list, got an object with fields",
                "{metadata: {labels: x}} | metadata.labels: expected fields, got \"x\"",
                "{spec: {containers: [{name: worker, env: [{name: A, value: 1}]}]}} | spec.containers[0].env[0].value: expected text, got the number 1; put it in quotes: \"1\"",
            })
    void k20NamesWhatIsOfAnotherTypeThanAPodHas(String template, String problem) {
        assertThat(problems("template: " + template)).containsExactly("spec.workers.template." + problem);
    }

    @Test
    void aRuleOfTheSchemaIsCheckedAgain() {
        assertThat(problems("jar: {uri: 'https://example.com/p.jar'}"))
                .singleElement()
                .asString()
                .contains("spec.program.jar", "sha256");
    }

    /** Section 6: taken without a word, they would be something else than what was asked for. */
    @Test
    void whatIsNotPossibleYetIsRefusedAsItIsLocally() {
        assertThat(problems("", "Job", "Recreate")).isEmpty();
        assertThat(problems("", "Task", "InPlace"))
                .containsExactly(
                        "spec.recovery.survivors: InPlace is not possible yet; leave it out, or use Recreate",
                        "spec.recovery.scope: Task is not possible yet; leave it out, or use Region or Job");
    }

    @Test
    void aJarThatIsAFileIsForLocalRuns() {
        assertThat(problems("jar: {uri: 'file:/opt/program.jar'}"))
                .singleElement()
                .asString()
                .startsWith("spec.program.jar.uri: a file is for local runs");
        assertThat(problems("jar: {uri: 'http://jars.example/p.jar', sha256: %s}".formatted("a".repeat(64))))
                .isEmpty();
    }
}
