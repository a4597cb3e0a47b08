package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.provider.RegionPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** K9: a run is of one build, that of its first pod, also when a tag is moved. */
final class RunImageTest {

    private static final String FIRST = "registry.example/rework@sha256:" + "1".repeat(64);
    private static final String SECOND = "registry.example/rework@sha256:" + "2".repeat(64);

    private static Given tagged() {
        return Given.runningJob().image("registry.example/rework:1.4");
    }

    private static List<Step> resolving(Given given) {
        return given.decision().steps().stream()
                .filter(Step.ResolveImage.class::isInstance)
                .toList();
    }

    @Test
    void k9TheFirstPodThatStartedSaysWhichBuildItIs() {
        Given given = tagged().pod(Pod.coordinator(1).imageId(FIRST))
                .pod(Pod.worker("r0", 0, 1).age(Duration.ofSeconds(50)).imageId(SECOND));
        assertThat(resolving(given)).containsExactly(new Step.ResolveImage(1, FIRST));
    }

    @Test
    void k9ItIsResolvedBeforeAnyWorkerIsMade() {
        State state = State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1);
        Given given = tagged().pod(Pod.coordinator(1).imageId(FIRST))
                .heard("uid-of-rework-coordinator-1", Duration.ZERO, state.is());
        assertThat(given.decision().steps())
                .filteredOn(step -> !(step instanceof Step.Report))
                .extracting(step -> (Object) step.getClass())
                .containsExactly(Step.ResolveImage.class, Step.CreateWorker.class);
    }

    @Test
    void k9ItIsResolvedBeforeACoordinatorIsReplaced() {
        Given given = tagged().pod(Pod.coordinator(1).imageId(FIRST).exit(137, "Error", ""));
        assertThat(given.decision().steps().stream()
                        .map(step -> (Object) step.getClass())
                        .filter(type -> type == Step.ResolveImage.class || type == Step.CreateCoordinator.class))
                .containsExactly(Step.ResolveImage.class, Step.CreateCoordinator.class);
    }

    @Test
    void k9AResolvedRunStaysWhatItIs() {
        assertThat(resolving(tagged().image(FIRST).pod(Pod.coordinator(1).imageId(SECOND))))
                .isEmpty();
    }

    @Test
    void k9PodsOfOtherRunsAndJobsSayNothing() {
        Given given = Given.newJob()
                .run(1, 1, null, new RunEnd(RunEnd.Outcome.SUSPENDED, "suspended", Given.NOW))
                .run(2, 1, null, null)
                .image("registry.example/rework:1.4")
                .pod(Pod.coordinator(1).run(1).imageId(FIRST))
                .pod(Pod.worker("r0", 0, 1).run(2).owner("another").imageId(FIRST));
        assertThat(resolving(given)).isEmpty();
    }

    /** Nothing waits for a digest: what cannot be resolved goes on by its name. */
    @Test
    void k9AnImageThatWasLoadedByHandLeavesTheTagAndHoldsNothingUp() {
        State state = State.claimed().region("r0", 1, RegionPhase.SCHEDULING).wants("r0", 0, 1);
        Given given = tagged().pod(Pod.coordinator(1).imageId("sha256:" + "1".repeat(64)))
                .heard("uid-of-rework-coordinator-1", Duration.ZERO, state.is());
        assertThat(resolving(given)).isEmpty();
        assertThat(given.decision().steps()).anyMatch(Step.CreateWorker.class::isInstance);
    }

    @Test
    void k9APodThatHasNotStartedSaysNothing() {
        assertThat(resolving(tagged().pod(Pod.coordinator(1).phase(PodPhase.PREPARING))))
                .isEmpty();
    }
}
