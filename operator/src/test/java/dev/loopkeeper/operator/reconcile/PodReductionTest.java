package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.PodView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods as the API server shows them, and what decisions see of them; whatever is kept of a pod in the cache must be enough for that. */
final class PodReductionTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String HEAD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: rework-r0-1-4
              namespace: factory
              uid: abc
              creationTimestamp: "2026-11-21T03:00:00Z"
              deletionTimestamp: %s
              labels:
                loopkeeper.dev/job: rework
                loopkeeper.dev/component: worker
                loopkeeper.dev/region: r0
                loopkeeper.dev/worker: "1"
                loopkeeper.dev/attempt: "4"
                loopkeeper.dev/epoch: "7"
                loopkeeper.dev/run: "3"
              annotations: {loopkeeper.dev/avoids: "node9,node8", loopkeeper.dev/unstarted: "2"}
              ownerReferences: [{apiVersion: loopkeeper.dev/v1alpha1, kind: IterativeJob, name: rework, uid: 4f0e, controller: true}]
            """;

    private static PodView view(String deletion, String rest) {
        Pod pod = YAML.unmarshal(HEAD.formatted(deletion) + rest, Pod.class);
        PodView whole = PodReduction.of(pod).orElseThrow();
        assertThat(PodReduction.of(CachedPod.of(pod))).as("K25").contains(whole);
        return whole;
    }

    /** Somebody's pod that happens to bear our labels must not be taken for an earlier job's, whose end is waited for. */
    @Test
    void k4WhatAnotherKindOfControllerOwnsIsOfNoJob() {
        Pod pod = YAML.unmarshal(
                HEAD.formatted("null").replace("kind: IterativeJob", "kind: ReplicaSet") + "spec: {}", Pod.class);
        assertThat(PodReduction.of(pod).orElseThrow().ownerUid()).isNull();
    }

    @Test
    void k25ReadsWhatTheLabelsSay() {
        PodView pod = view("null", "spec: {nodeName: node1}\nstatus: {podIP: 10.0.0.7}");
        assertThat(pod.component()).isEqualTo(Component.WORKER);
        assertThat(pod.ownerUid()).isEqualTo("4f0e");
        assertThat(pod.run()).isEqualTo(3);
        assertThat(pod.epoch()).isEqualTo(7);
        assertThat(pod.region()).isEqualTo("r0");
        assertThat(pod.worker()).isEqualTo(1);
        assertThat(pod.attempt()).isEqualTo(4);
        assertThat(pod.avoidedNodes()).containsExactly("node9", "node8");
        assertThat(pod.unstarted()).isEqualTo(2);
        assertThat(pod.node()).isEqualTo("node1");
        assertThat(pod.address()).isEqualTo("10.0.0.7");
        assertThat(pod.terminating()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status: {phase: Pending} | UNSCHEDULED",
                "spec: {nodeName: node1}, status: {phase: Pending} | BOUND",
                "spec: {nodeName: node1}, status: {phase: Pending, startTime: '2026-11-21T03:00:02Z'} | PREPARING",
                "spec: {nodeName: node1}, status: {phase: Pending, startTime: '2026-11-21T03:00:02Z', containerStatuses: [{name: worker, state: {waiting: {reason: ImagePullBackOff}}}]} | PREPARING",
                "spec: {nodeName: node1}, status: {phase: Running, containerStatuses: [{name: worker, state: {running: {startedAt: '2026-11-21T03:00:03Z'}}}]} | RUNNING",
                "spec: {nodeName: node1}, status: {phase: Running, containerStatuses: [{name: side, state: {running: {}}}, {name: worker, state: {terminated: {exitCode: 1}}}]} | FAILED",
                "spec: {nodeName: node1}, status: {phase: Running, containerStatuses: [{name: worker, state: {terminated: {exitCode: 0}}}]} | SUCCEEDED",
                "spec: {nodeName: node1}, status: {phase: Failed, reason: Evicted} | FAILED",
                "spec: {nodeName: node1}, status: {phase: Succeeded} | SUCCEEDED",
            })
    void tellsHowFarAPodHasCome(String rest, PodPhase phase) {
        assertThat(view("null", rest.replace("}, status", "}\nstatus")).phase()).isEqualTo(phase);
    }

    @Test
    void readsTheEndOfTheMainContainer() {
        PodView pod = view("null", """
                spec: {nodeName: node1}
                status:
                  phase: Failed
                  containerStatuses:
                  - name: worker
                    state: {terminated: {exitCode: 137, reason: OOMKilled, message: "round 118\\n", finishedAt: "2026-11-21T03:09:00Z"}}
                """);
        assertThat(pod.end().exitCode()).isEqualTo(137);
        assertThat(pod.end().reason()).isEqualTo("OOMKilled");
        assertThat(pod.end().message()).isEqualTo("round 118");
        assertThat(pod.phaseSince()).isEqualTo(Instant.parse("2026-11-21T03:09:00Z"));
    }

    @Test
    void k9ReadsWhatTheMainContainerWasStartedWith() {
        assertThat(view("null", """
                spec: {nodeName: node1}
                status:
                  phase: Running
                  containerStatuses:
                  - {name: side, imageID: registry.example/side@sha256:1, state: {running: {}}}
                  - {name: worker, imageID: registry.example/rework@sha256:2, state: {running: {startedAt: "2026-11-21T03:00:03Z"}}}
                """).imageId()).isEqualTo("registry.example/rework@sha256:2");
        assertThat(view("null", """
                spec: {nodeName: node1}
                status:
                  phase: Pending
                  containerStatuses: [{name: worker, imageID: "", state: {waiting: {reason: ContainerCreating}}}]
                """).imageId()).isNull();
    }

    /** The main container says nothing but PodInitializing then. */
    @Test
    void k11ReadsWhyAnInitContainerWaits() {
        PodView pod = view("null", """
                spec: {nodeName: node1}
                status:
                  phase: Pending
                  initContainerStatuses:
                  - {name: first, state: {terminated: {exitCode: 0}}}
                  - {name: fetch, state: {waiting: {reason: ImagePullBackOff, message: no such image}}}
                  - {name: next, state: {waiting: {reason: PodInitializing}}}
                  containerStatuses: [{name: worker, state: {waiting: {reason: PodInitializing}}}]
                """);
        assertThat(pod.waiting()).isEqualTo("ImagePullBackOff");
        assertThat(pod.waitingMessage()).isEqualTo("init container fetch: no such image");
    }

    @ParameterizedTest
    @CsvSource({"'False', true", "'True', false"})
    void k11ReadsWhetherItsVolumesAreThere(String ready, boolean unmounted) {
        PodView pod = view("null", """
                spec: {nodeName: node1}
                status:
                  phase: Pending
                  conditions: [{type: PodReadyToStartContainers, status: "%s"}]
                """.formatted(ready));
        assertThat(pod.unmounted()).isEqualTo(unmounted);
        assertThat(view("null", "spec: {nodeName: node1}").unmounted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'running: {}', true", "'terminated: {exitCode: 0}', false"})
    void readsWhetherOtherContainersRunOn(String side, boolean othersRun) {
        PodView pod = view("null", """
                spec: {nodeName: node1}
                status:
                  phase: Running
                  containerStatuses:
                  - {name: side, state: {%s}}
                  - {name: worker, state: {terminated: {exitCode: 0}}}
                """.formatted(side));
        assertThat(pod.othersRun()).isEqualTo(othersRun);
    }

    @Test
    void k23ReadsWhyAPodIsDisrupted() {
        PodView pod = view("\"2026-11-21T03:10:00Z\"", """
                spec: {nodeName: node1}
                status:
                  phase: Running
                  conditions: [{type: DisruptionTarget, status: "True", reason: EvictionByEvictionAPI}]
                """);
        assertThat(pod.disruption()).isEqualTo("EvictionByEvictionAPI");
        assertThat(pod.terminatingUntil()).isEqualTo(Instant.parse("2026-11-21T03:10:00Z"));
    }

    @Test
    void readsWhyNoNodeTakesIt() {
        PodView pod = view("null", """
                status:
                  phase: Pending
                  conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: "0/2 nodes are available"}]
                """);
        assertThat(pod.unschedulable()).isEqualTo("0/2 nodes are available");
        assertThat(pod.phaseSince()).isEqualTo(Instant.parse("2026-11-21T03:00:00Z"));
    }

    @Test
    void othersPodsAreNone() {
        Pod pod = YAML.unmarshal("apiVersion: v1\nkind: Pod\nmetadata: {name: x, labels: {app: y}}", Pod.class);
        assertThat(PodReduction.of(pod)).isEmpty();
    }
}
