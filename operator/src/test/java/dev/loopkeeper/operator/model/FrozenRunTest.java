package dev.loopkeeper.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunSpecification;
import dev.loopkeeper.operator.observe.RunView;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** K9: a run is kept whole in its revision, and comes back from it the same; and the configuration of its processes. */
final class FrozenRunTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final String EXTRA = """
            parallelism: 4
            restartToken: "1"
            workers: {slots: 2, template: {metadata: {labels: {team: a}}, spec: {nodeSelector: {disk: fast}}}}
            snapshots:
              interval: 1500ms
              restoreFrom: s3://b/p/ns/old/uid
              store:
                endpoint: https://s3.example
                bucket: jobs
                prefix: loops
                region: eu-1
                credentials: {type: Secret, secret: {name: s3}}
            recovery: {heartbeatTimeout: 3s, survivors: InPlace, onDamagedSnapshot: RepeatOutput}
            """;

    private static final IterativeJobSpec SPEC = Given.specification(EXTRA);
    private static final JobStore STORE = JobStore.of(SPEC.snapshots().store());

    private static FrozenRun frozen() {
        PodSkeleton pods = new PodSkeleton(JOB, 3, SPEC, "image@sha256:1", STORE);
        return new FrozenRun(
                7,
                "image@sha256:1",
                RunSpecification.of(SPEC),
                JobProperties.text(JobProperties.of(JOB, 3, SPEC, STORE)),
                pods.worker(),
                pods.coordinator(),
                pods.cleanup(),
                STORE.address(JOB),
                "0.1.0");
    }

    /** As it comes back from the API server. */
    private static ControllerRevision stored(ControllerRevision revision) {
        KubernetesSerialization serialization = new KubernetesSerialization();
        return serialization.unmarshal(serialization.asJson(revision), ControllerRevision.class);
    }

    @Test
    void k9ComesBackAsItWas() {
        FrozenRun frozen = frozen();
        ControllerRevision revision = stored(frozen.revision(JOB, 3));
        assertThat(FrozenRun.of(revision)).isEqualTo(frozen);
        RunView view = FrozenRun.view(revision);
        assertThat(view.number()).isEqualTo(3);
        assertThat(view.name()).isEqualTo("rework-run-3");
        assertThat(view.specification().differences(RunSpecification.of(SPEC))).isEmpty();
        assertThat(view.stopping()).isFalse();
        assertThat(view.ended()).isFalse();
    }

    @Test
    void r17TheEndOfARunIsReadBackFromItsRevision() {
        RunEnd end = new RunEnd(RunEnd.Outcome.SUSPENDED, "suspended", Instant.parse("2026-11-21T03:20:00Z"));
        ControllerRevision revision = new ControllerRevisionBuilder(frozen().revision(JOB, 3))
                .editMetadata()
                .addToAnnotations(Labels.STOP_ASKED_AT, "2026-11-21T03:19:00Z")
                .addToAnnotations(FrozenRun.annotations(end))
                .endMetadata()
                .build();
        RunView view = FrozenRun.view(stored(revision));
        assertThat(view.end()).isEqualTo(end);
        assertThat(view.stopAskedAt()).isEqualTo(Instant.parse("2026-11-21T03:19:00Z"));
    }

    @Test
    void k9TheNotedDigestCountsForAllPodsOfTheRun() {
        ControllerRevision revision = new ControllerRevisionBuilder(frozen().revision(JOB, 3))
                .editMetadata()
                .addToAnnotations(Labels.IMAGE, "image@sha256:2")
                .endMetadata()
                .build();
        FrozenRun frozen = FrozenRun.of(stored(revision));
        assertThat(FrozenRun.view(stored(revision)).image()).isEqualTo("image@sha256:2");
        assertThat(Stream.of(frozen.worker(), frozen.coordinator(), frozen.cleanup())
                        .map(pod -> pod.getSpec().getContainers().getFirst().getImage()))
                .containsOnly("image@sha256:2");
        assertThat(frozen.withImage("image@sha256:1")).isEqualTo(frozen());
    }

    /** What the cache keeps of a revision is enough for decisions, and has none of the pods. */
    @Test
    void k25TheOutlineIsEnoughForDecisions() {
        ControllerRevision whole = new ControllerRevisionBuilder(frozen().revision(JOB, 3))
                .editMetadata()
                .addToAnnotations(Labels.IMAGE, "image@sha256:2")
                .addToAnnotations(Labels.STOP_ASKED_AT, "2026-11-21T03:19:00Z")
                .endMetadata()
                .build();
        ControllerRevision kept = new ControllerRevisionBuilder(stored(whole))
                .withData(FrozenRun.outline(stored(whole)))
                .build();
        assertThat(FrozenRun.view(kept)).isEqualTo(FrozenRun.view(whole));
        assertThat(new KubernetesSerialization().asJson(kept)).doesNotContain("containers", "store.endpoint");
    }

    @Test
    void aRevisionOfAnotherKindIsNamed() {
        ControllerRevision stranger = new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName("web-1")
                .endMetadata()
                .withData(Map.of("generation", "many"))
                .build();
        assertThatThrownBy(() -> FrozenRun.of(stranger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("web-1");
    }

    @Test
    void theConfigurationIsThatOfTheDescription() throws Exception {
        Properties read = new Properties();
        read.load(new StringReader(frozen().config()));
        assertThat(read)
                .containsEntry("namespace", "factory")
                .containsEntry("job", "rework")
                .containsEntry("uid", "4f0e")
                .containsEntry("run", "3")
                .containsEntry("slotsPerWorker", "2")
                .containsEntry("parallelism", "4")
                .containsEntry("class", "dev.example.Rework")
                .containsEntry("snapshotInterval", "1500")
                .containsEntry("heartbeatTimeout", "3000")
                .containsEntry("startTimeout", "300000")
                .containsEntry("repeatOutput", "true")
                .containsEntry("restart", "ExponentialDelay")
                .containsEntry("survivors", "InPlace")
                .containsEntry("restoreFrom", "s3://b/p/ns/old/uid")
                .containsEntry("store.endpoint", "https://s3.example")
                .containsEntry("store.bucket", "jobs")
                .containsEntry("store.prefix", "loops/factory/rework/4f0e/")
                .containsEntry("store.region", "eu-1")
                .containsEntry("store.credentials", "/etc/loopkeeper/store")
                .containsEntry("store.conditionalWrites", "Required")
                .containsEntry("tls", "/etc/loopkeeper/tls")
                .containsEntry("peer", "loopkeeper://factory/rework/4f0e/")
                .containsEntry("controlAddress", "rework-coordinator.factory.svc:7443")
                .containsEntry("httpsPort", "8443")
                .containsEntry("controlPort", "7443")
                .containsEntry("dataPort", "7444");
    }

    @Test
    void parametersKeepWhateverIsInThem() throws Exception {
        IterativeJobSpec spec =
                SPEC.withProgram(SPEC.program().withParameters(Map.of("odd key", " = two\nlines, \u00e4 \\ # ")));
        Properties read = new Properties();
        read.load(new StringReader(JobProperties.text(JobProperties.of(JOB, 1, spec, STORE))));
        assertThat(read).containsEntry("parameter.odd key", " = two\nlines, \u00e4 \\ # ");
    }

    @Test
    void theConfigurationIsTheSameEachTime() {
        assertThat(frozen().config()).isEqualTo(frozen().config()).doesNotContain("#");
    }
}
