package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.crds.v1alpha1.JobPhase;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong resources: refused by the API server, or Stalled with a message that names the field; nothing is created for them. */
@ExtendWith(OnCluster.class)
final class RefusalE2E {

    private static final String JOB = "wrong";
    private static final String DIGEST = "a123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String PROGRAM =
            "program: {className: dev.loopkeeper.examples.rework.Rework, parameters: {orders: '1', output: 's3://loopkeeper/wrong'}}\n";

    @AfterEach
    void remove(Environment environment) {
        if (environment.jobs().get(JOB) != null) {
            environment.jobs().delete(JOB);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parallelism: 0 | spec.parallelism",
                "parallelism: many | spec.parallelism",
                "startTimeout: soon | spec.startTimeout",
                "workers: {slots: 0} | spec.workers.slots",
                "workers: {memory: 1Mi} | spec.workers.memory",
                "snapshots: {interval: 0s} | spec.snapshots.interval",
                "snapshots: {onDelete: Perhaps} | spec.snapshots.onDelete",
                "snapshots: {store: {endpoint: nowhere, bucket: b}} | spec.snapshots.store.endpoint",
                "recovery: {restart: {type: Sometimes}} | spec.recovery.restart.type",
                // What the model's types cannot hold must not get in: it would stand in the way of all jobs (R17).
                "recovery: {heartbeatTimeout: 999ms} | spec.recovery.heartbeatTimeout",
                "startTimeout: 87600h1ns | spec.startTimeout",
                "workers: {cpu: 2000000} | spec.workers.cpu",
                "workers: {cpu: 0} | spec.workers.cpu",
                "workers: {cpu: \"0000000000000000000000000000000000000000001\"} | spec.workers.cpu",
                "workers: {memory: 10E} | spec.workers.memory",
                "coordinator: {memory: 1025Ti} | spec.coordinator.memory",
                "coordinator: {cpu: 1e999} | spec.coordinator.cpu",
                "snapshots: {interval: 99999999999h} | spec.snapshots.interval",
                "snapshots: {timeout: 9223372036854775807.5ns0.5ns} | spec.snapshots.timeout",
                "recovery: {restart: {exponentialDelay: {initial: 99999999999h}}} | spec.recovery.restart.exponentialDelay.initial",
                "recovery: {restart: {type: FixedDelay, fixedDelay: {delay: 99999999999h}}} | spec.recovery.restart.fixedDelay.delay",
                "recovery: {restart: {type: FailureRate, failureRate: {delay: 99999999999h}}} | spec.recovery.restart.failureRate.delay",
            })
    void theSchemaRefusesWhatItCan(String spec, String field, Environment environment) {
        assertThatThrownBy(() -> environment.jobs().create(JOB, PROGRAM + spec))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(field);
    }

    /** What single fields cannot say: rules over several of them, known by their messages. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "snapshots: {store: {endpoint: \"http://a.example\", bucket: abc, credentials: {type: Secret}}} | type Secret needs the field secret",
                "snapshots: {store: {endpoint: \"http://a.example\", bucket: abc, credentials: {type: WorkloadIdentity, secret: {name: s3}}}} | only type Secret has it",
                "program: {className: a.B, jar: {uri: \"https://a.example/p.jar\"}} | a jar that is downloaded needs its sha256",
                "program: {className: a.B, jar: {uri: \"http://a.example/p.jar\", sha256: " + DIGEST
                        + ", credentials: {type: WorkloadIdentity}}} | only a jar with an s3:// address has credentials",
                "recovery: {restart: {type: None, fixedDelay: {delay: 1s}}} | only type FixedDelay has the field fixedDelay",
                "recovery: {restart: {type: FixedDelay, exponentialDelay: {initial: 1s}}} | only type ExponentialDelay has the field exponentialDelay",
                "recovery: {restart: {failureRate: {maxFailures: 3}}} | only type FailureRate has the field failureRate",
                "recovery: {restart: {exponentialDelay: {then: 10m}}} | max must not be shorter than then",
            })
    void theRulesOfTheSchemaRefuseWhatDoesNotGoTogether(String spec, String message, Environment environment) {
        assertThatThrownBy(() -> environment.jobs().create(JOB, spec.startsWith("program:") ? spec : PROGRAM + spec))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1wrong", "wrong.name"})
    void aNameThatPodsCannotBeNamedAfterIsRefused(String name, Environment environment) {
        assertThatThrownBy(() -> environment.jobs().create(name, PROGRAM))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("the name of a job is made of a-z, 0-9 and -");
    }

    @Test
    void aNameThatIsTooLongIsRefused(Environment environment) {
        assertThatThrownBy(() -> environment.jobs().create("a".repeat(41), PROGRAM))
                .hasMessageContaining("40 characters");
    }

    @Test
    void theStoreOfAJobCannotBeChanged(Environment environment) {
        environment.jobs().create(JOB, PROGRAM + """
                suspend: true
                snapshots: {store: {endpoint: "http://a.example", bucket: abc, region: eu-1, credentials: {type: Secret, secret: {name: s3}}}}
                """);
        assertThatThrownBy(() -> environment
                        .jobs()
                        .patch(JOB, "{\"spec\": {\"snapshots\": {\"store\": {\"bucket\": \"another\"}}}}"))
                .hasMessageContaining("spec.snapshots");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workers: {template: {spec: {restartPolicy: Always}}} | spec.workers.template.spec.restartPolicy",
                "workers: {template: {metadata: {labels: {loopkeeper.dev/job: x}}}} | spec.workers.template.metadata.labels",
                "workers: {template: {spec: {containers: [{name: worker, env: [{name: LOOPKEEPER_NODE, value: x}]}]}}} | spec.workers.template.spec.containers[0].env[0]",
                "coordinator: {template: {spec: {containers: [{name: coordinator, ports: [{containerPort: 8443}]}]}}} | spec.coordinator.template.spec.containers[0].ports[0]",
                "workers: {template: {spec: {terminationGracePeriodSeconds: 300}}} | spec.workers.template.spec.terminationGracePeriodSeconds",
                "coordinator: {template: {spec: {automountServiceAccountToken: true}}} | spec.coordinator.template.spec.automountServiceAccountToken",
                "workers: {template: {spec: {containers: [{name: worker, securityContext: {readOnlyRootFilesystem: false}}]}}} | spec.workers.template.spec.containers[0].securityContext.readOnlyRootFilesystem",
                "workers: {template: {spec: {hostNetwork: true}}} | spec.workers.template",
                "workers: {template: {spec: {containers: [{name: worker, volumeMounts: [{name: none, mountPath: /data}]}]}}} | spec.workers.template",
                "workers: {template: {spec: {nodeSelectr: {a: b}}}} | spec.workers.template: strict decoding error: unknown field \"spec.nodeSelectr\"",
                "workers: {template: {spec: {containers: [{name: side, image: a, evn: []}]}}} | unknown field \"spec.containers[side].evn\"",
                "coordinator: {template: {metadata: {lables: {a: b}}}} | spec.coordinator.template: strict decoding error: unknown field \"metadata.lables\"",
                "workers: {template: {spec: {containers: x}}} | spec.workers.template.spec.containers: expected a list",
                "workers: {template: {spec: {tolerations: {key: a}}}} | spec.workers.template.spec.tolerations: expected a list",
                "workers: {template: {metadata: {labels: x}}} | spec.workers.template.metadata.labels: expected fields",
                "coordinator: {template: {spec: {containers: [{name: coordinator, env: [{name: A, value: 1}]}]}}} | spec.coordinator.template.spec.containers[0].env[0].value: expected text",
            })
    void k20WhatATemplateMustNotSayIsNamed(String spec, String field, Environment environment) {
        Jobs jobs = environment.jobs();
        jobs.create(JOB, PROGRAM + spec);
        jobs.awaitStalled(JOB, field);
        assertThat(jobs.ownPods(JOB)).isEmpty();
        assertThat(jobs.revisions(JOB)).isEmpty();
        assertThat(jobs.get(JOB).getStatus().phase()).isEqualTo(JobPhase.PENDING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recovery: {survivors: InPlace} | spec.recovery.survivors",
                "recovery: {scope: Task} | spec.recovery.scope",
                "program: {className: a.B, jar: {uri: \"file:/opt/p.jar\"}} | spec.program.jar.uri",
            })
    void whatIsNotPossibleOnAClusterIsNamed(String spec, String field, Environment environment) {
        Jobs jobs = environment.jobs();
        jobs.create(JOB, spec.startsWith("program:") ? spec : PROGRAM + spec);
        jobs.awaitStalled(JOB, field);
        assertThat(jobs.ownPods(JOB)).isEmpty();
        assertThat(jobs.revisions(JOB)).isEmpty();
    }

    @Test
    void k8AProgramThatIsNotThereIsNamed(Environment environment) {
        environment.jobs().create(JOB, "program: {className: dev.example.Missing}");
        environment.jobs().awaitStalled(JOB, "dev.example.Missing");
    }
}
