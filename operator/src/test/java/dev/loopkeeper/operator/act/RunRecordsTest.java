package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobObjects;
import dev.loopkeeper.operator.model.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** K4, K9, R17: what is noted and deleted of runs is so by what was read, whoever else is at work. */
final class RunRecordsTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final JobIdentity LATER = new JobIdentity("factory", "rework", "new");
    private static final String CONFIG = "/configmaps/rework-run-1";
    private static final Predicate<String> CHANGES = request -> !request.startsWith("GET");
    private static final Map<String, String> ENDED = Map.of(Labels.ENDED, "SUSPENDED");

    private final StubApiServer server = new StubApiServer();
    private final RunRecords runs = new JobCluster(server.client(), JOB).runs();

    @AfterEach
    void close() {
        server.close();
    }

    private void revision(JobIdentity owner, String annotations) {
        String revision = """
                {"apiVersion": "apps/v1", "kind": "ControllerRevision", "revision": 1,
                 "metadata": {"name": "rework-run-1", "namespace": "factory", "uid": "r-1", "resourceVersion": "17", "annotations": {%s},
                              "ownerReferences": [{"apiVersion": "loopkeeper.dev/v1alpha1", "kind": "IterativeJob", "name": "rework", "uid": "%s"}]}}
                """.formatted(annotations, owner.uid());
        String name = "/controllerrevisions/rework-run-1";
        server.answers("GET", name, 200, revision)
                .answers("PATCH", name, 200, revision)
                .answers("DELETE", name, 200, "{}");
    }

    private void config(JobIdentity owner, String text) {
        ConfigMap config = new ConfigMapBuilder(new JobObjects(owner).config(1, text))
                .editMetadata()
                .withUid("c-1")
                .endMetadata()
                .build();
        server.answers("GET", CONFIG, 200, server.json(config))
                .answers("DELETE", CONFIG, 200, "{}")
                .answers("POST", "/configmaps", 201, server.json(config));
    }

    @Test
    void k9TheImageIsNotedOnTheRevisionAsItWasRead() {
        revision(JOB, "");
        assertThat(runs.noteImage(1, "image@sha256:1")).isEqualTo("image@sha256:1");
        assertThat(server.requests().getLast().body())
                .contains("\"resourceVersion\":\"17\"")
                .contains("\"loopkeeper.dev/image\":\"image@sha256:1\"");
    }

    @Test
    void k9TheImageThatAnotherOperatorHasNotedStands() {
        revision(JOB, "\"loopkeeper.dev/image\": \"image@sha256:2\"");
        assertThat(runs.noteImage(1, "image@sha256:1")).isEqualTo("image@sha256:2");
        assertThat(server.asked()).noneMatch(CHANGES);
    }

    @Test
    void r17AnEndIsNotedOnTheRevisionAsItWasReadAndOnlyOnce() {
        revision(JOB, "");
        runs.noteOnce(1, Labels.ENDED, ENDED);
        assertThat(server.requests().getLast().body())
                .contains("\"resourceVersion\":\"17\"")
                .contains("\"loopkeeper.dev/ended\":\"SUSPENDED\"");
        revision(JOB, "\"loopkeeper.dev/ended\": \"SUCCEEDED\"");
        int before = server.requests().size();
        runs.noteOnce(1, Labels.ENDED, ENDED);
        assertThat(server.asked().subList(before, server.asked().size())).noneMatch(CHANGES);
    }

    /** An operator whose view is old, after the job was deleted and applied again. */
    @Test
    void k4TheRunOfALaterJobIsNeitherEndedNorDeleted() {
        revision(LATER, "");
        config(LATER, "a");
        assertThatThrownBy(() -> runs.noteOnce(1, Labels.ENDED, ENDED)).hasMessageContaining("rework-run-1 is gone");
        runs.deleteRun(1);
        assertThatThrownBy(() -> runs.replaceConfigMap(new JobObjects(JOB).config(1, "b")))
                .hasMessageContaining("ConfigMap rework-run-1");
        assertThat(server.asked()).noneMatch(CHANGES);
    }

    @Test
    void k4WhatIsDeletedOfARunIsDeletedByItsUid() {
        revision(JOB, "");
        config(JOB, "a");
        runs.deleteRun(1);
        assertThat(server.requests())
                .filteredOn(request -> request.method().equals("DELETE"))
                .satisfiesExactly(
                        config -> assertThat(config.path() + config.body()).contains(CONFIG, "\"uid\":\"c-1\""),
                        revision -> assertThat(revision.path() + revision.body())
                                .contains("/controllerrevisions/rework-run-1", "\"uid\":\"r-1\""));
    }

    @Test
    void k9AConfigurationThatDiffersIsMadeAnew() {
        config(JOB, "a");
        runs.replaceConfigMap(new JobObjects(JOB).config(1, "a"));
        assertThat(server.asked()).noneMatch(CHANGES);
        runs.replaceConfigMap(new JobObjects(JOB).config(1, "b"));
        assertThat(server.asked())
                .filteredOn(CHANGES)
                .containsExactly(
                        "DELETE /api/v1/namespaces/factory/configmaps/rework-run-1",
                        "POST /api/v1/namespaces/factory/configmaps");
    }
}
