package dev.loopkeeper.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.model.FrozenRun;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobStore;
import dev.loopkeeper.operator.model.Labels;
import dev.loopkeeper.operator.model.PodSkeleton;
import dev.loopkeeper.operator.observe.RunSpecification;
import dev.loopkeeper.operator.observe.RunView;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** K9, K25: what revisions tell of a job's runs, and what is read of them how often. */
final class KnownRunsTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final String DIGEST = "image@sha256:2";

    private final KnownRuns known = new KnownRuns();

    private static ControllerRevision revision(int run, String version, Map<String, String> annotations) {
        var spec = Given.specification("");
        PodSkeleton pods = new PodSkeleton(
                JOB, run, spec, "image:1", new JobStore("https://s3.example", "jobs", "", "eu-1", null, null, true));
        FrozenRun frozen = new FrozenRun(
                1,
                "image:1",
                RunSpecification.of(spec),
                "",
                pods.worker(),
                pods.coordinator(),
                pods.cleanup(),
                "",
                "0.1.0");
        return new ControllerRevisionBuilder(frozen.revision(JOB, run))
                .editMetadata()
                .withUid("uid-" + run)
                .withResourceVersion(version)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    private RunView one(ControllerRevision revision) {
        return known.of(List.of(revision)).getFirst();
    }

    @Test
    void k25ARevisionIsReadOnceForEachVersion() {
        RunView first = one(revision(1, "5", Map.of()));
        assertThat(one(revision(1, "5", Map.of()))).isSameAs(first);
        RunView stopped = one(revision(1, "6", Map.of(Labels.STOP_ASKED_AT, "2026-11-21T03:00:00Z")));
        assertThat(stopped.stopping()).isTrue();
        assertThat(known.of(List.of(revision(2, "7", Map.of()), revision(1, "6", Map.of()))))
                .extracting(RunView::number)
                .containsExactly(2, 1);
        assertThat(known.of(List.of())).isEmpty();
    }

    @Test
    void k9WhatWasNotedCountsBeforeTheCacheHasIt() {
        assertThat(one(revision(1, "5", Map.of())).image()).isEqualTo("image:1");
        known.noted(1, DIGEST);
        assertThat(one(revision(1, "5", Map.of())).image()).isEqualTo(DIGEST);
        assertThat(one(revision(2, "6", Map.of())).image()).isEqualTo("image:1");
    }

    /** Two operators at once: what stands on the revision counts for both. */
    @Test
    void k9WhatStandsOnTheRevisionCounts() {
        known.noted(1, DIGEST);
        assertThat(one(revision(1, "6", Map.of(Labels.IMAGE, "image@sha256:3"))).image())
                .isEqualTo("image@sha256:3");
    }

    @Test
    void aRevisionThatIsNotReadableIsLeftOut() {
        ControllerRevision broken = new ControllerRevisionBuilder(revision(1, "5", Map.of()))
                .withData(Map.of("generation", "many"))
                .build();
        assertThat(known.of(List.of(broken, revision(2, "6", Map.of()))))
                .extracting(RunView::number)
                .containsExactly(2);
    }
}
