package dev.loopkeeper.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.PodTemplate;
import dev.loopkeeper.crds.v1alpha1.WorkersSpec;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.model.TemplateReferences.Reference;
import dev.loopkeeper.operator.observe.Component;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K11: what a node looks for before it starts a container of a template, and nothing that it does without. */
final class TemplateReferencesTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final String AT = "spec.workers.template.spec.";

    private static List<Reference> inWorkers(String podSpec) {
        return TemplateReferences.of(
                JOB, Given.specification("workers:\n  template:\n    spec:\n" + podSpec.indent(6)));
    }

    private static Reference ofWorkers(String at, String kind, String name, String... keys) {
        return new Reference(AT + at, kind, name, List.of(keys), Set.of(Component.WORKER));
    }

    @Test
    void k11VariablesOfAllContainersAreLookedAt() {
        assertThat(inWorkers("""
                initContainers:
                - {name: fetch, image: fetch:1, envFrom: [{secretRef: {name: fetch-keys}}, {configMapRef: {name: fetch-settings}}]}
                containers:
                - name: worker
                  env:
                  - {name: PLAIN, value: a}
                  - {name: TOKEN, valueFrom: {secretKeyRef: {name: api, key: token}}}
                  - {name: MODE, valueFrom: {configMapKeyRef: {name: modes, key: mode}}}
                  - {name: MAYBE, valueFrom: {secretKeyRef: {name: maybe, key: token, optional: true}}}
                """))
                .containsExactly(
                        ofWorkers("initContainers[fetch].envFrom", "Secret", "fetch-keys"),
                        ofWorkers("initContainers[fetch].envFrom", "ConfigMap", "fetch-settings"),
                        ofWorkers("containers[worker].env[TOKEN]", "Secret", "api", "token"),
                        ofWorkers("containers[worker].env[MODE]", "ConfigMap", "modes", "mode"));
    }

    /** Tools that write YAML leave many a list with nothing behind it: that is none. */
    @Test
    void aListWithoutAValueIsNone() {
        assertThat(inWorkers("""
                imagePullSecrets:
                initContainers:
                volumes:
                containers:
                - {name: worker, env: null, envFrom: null, volumeMounts: null}
                """)).isEmpty();
        assertThat(inWorkers("""
                containers:
                - name: worker
                  volumeMounts: [{name: keys, mountPath: /keys}, {name: all, mountPath: /all}]
                volumes:
                - {name: keys, secret: {secretName: keys, items: null}, csi: null}
                - {name: all, projected: {sources: null}}
                """)).containsExactly(ofWorkers("volumes[keys]", "Secret", "keys"));
    }

    @Test
    void k11MountedVolumesAreLookedAt() {
        assertThat(inWorkers("""
                containers:
                - name: worker
                  volumeMounts:
                  - {name: keys, mountPath: /keys}
                  - {name: settings, mountPath: /settings}
                  - {name: all, mountPath: /all}
                  - {name: maybe, mountPath: /maybe}
                volumes:
                - {name: keys, secret: {secretName: keys, items: [{key: a, path: b}]}}
                - {name: settings, configMap: {name: settings}}
                - {name: all, projected: {sources: [{secret: {name: part}}, {configMap: {name: other}}, {secret: {name: none, optional: true}}]}}
                - {name: maybe, secret: {secretName: maybe, optional: true}}
                - {name: idle, secret: {secretName: idle}}
                """))
                .containsExactly(
                        ofWorkers("volumes[keys]", "Secret", "keys", "a"),
                        ofWorkers("volumes[settings]", "ConfigMap", "settings"),
                        ofWorkers("volumes[all]", "Secret", "part"),
                        ofWorkers("volumes[all]", "ConfigMap", "other"));
    }

    /** A node pulls what it can without them. */
    @Test
    void k11SecretsForPullingBarNothing() {
        assertThat(TemplateReferences.of(
                        JOB,
                        Given.specification("coordinator: {template: {spec: {imagePullSecrets: [{name: registry}]}}}")))
                .containsExactly(new Reference(
                        "spec.coordinator.template.spec.imagePullSecrets", "Secret", "registry", List.of(), Set.of()));
    }

    @Test
    void k11ACoordinatorsBarTheCoordinator() {
        assertThat(TemplateReferences.of(JOB, Given.specification("""
                        coordinator:
                          template: {spec: {containers: [{name: coordinator, envFrom: [{secretRef: {name: s}}]}]}}
                        """)))
                .singleElement()
                .satisfies(reference -> assertThat(reference.bars()).containsExactly(Component.COORDINATOR));
    }

    /** The job's own are made when all else is there, as for a container beside the main one that shows its metrics. */
    @ParameterizedTest
    @ValueSource(strings = {"rework-metrics", "rework-worker-tls", "rework-store", "rework-ca"})
    void k11TheJobsOwnAreNotWaitedFor(String name) {
        assertThat(inWorkers("containers: [{name: worker, env: [{name: A, valueFrom: {secretKeyRef: {name: " + name
                        + ", key: a}}}]}]"))
                .isEmpty();
    }

    /** The driver of Secret stores makes what variables name when the first pod mounts its volume: waiting for it would be for ever. */
    @Test
    void k11WhatADriverMayMakeIsNotWaitedFor() {
        assertThat(inWorkers("""
                containers:
                - {name: worker, env: [{name: A, valueFrom: {secretKeyRef: {name: synced, key: a}}}]}
                volumes:
                - {name: vault, csi: {driver: secrets-store.csi.k8s.io, readOnly: true}}
                """)).isEmpty();
    }

    /** What is wrong with it is told of its own; the job is looked at all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "containers: none",
                "containers: [null]",
                "containers: [{name: worker, env: [null]}]",
                "containers: [{name: worker, env: [{name: A, valueFrom: {secretKeyRef: {name: '', key: a}}}]}]",
                "containers: [{name: worker, envFrom: [{prefix: A}]}]"
            })
    void whatIsNoPodNamesNothing(String podSpec) {
        IterativeJobSpec good = Given.specification("");
        PodTemplate template =
                new PodTemplate(null, new KubernetesSerialization().unmarshal(podSpec, ObjectNode.class));
        WorkersSpec workers = good.workers();
        IterativeJobSpec spec =
                good.withWorkers(new WorkersSpec(workers.slots(), workers.memory(), workers.cpu(), template));
        assertThat(TemplateReferences.of(JOB, spec)).isEmpty();
    }
}
