package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.PodPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job that was to go on from an address that is wrong, and is told another: K18, K19. */
final class RunChangeTest {

    private static final Step STOP = new Step.AskStop(1, "changed: spec.snapshots.restoreFrom");

    private static Given mended() {
        return Given.runningJob()
                .spec("snapshots: {restoreFrom: Latest}")
                .generation(2)
                .tried(2, null);
    }

    private static List<Step> steps(Given given) {
        return given.decision().steps();
    }

    @Test
    void k18AWrongAddressIsMendedByAnother() {
        Given refused = mended().pod(Pod.coordinator(1).exit(2, "Error", "there is no job at s3://b/p/ns/old/uid"));
        assertThat(steps(refused)).contains(STOP);
        assertThat(steps(refused.stopAsked(Duration.ZERO))).anyMatch(Step.EndRun.class::isInstance);
    }

    @Test
    void k9TheGenerationThatARunWasStartedWithNeverStopsIt() {
        assertThat(steps(mended().generation(1).pod(Pod.coordinator(1)))).doesNotContain(STOP);
    }

    @Test
    void k19ItCountsOnlyWhileTheJobHasNoSnapshotOfItsOwn() {
        Given snapshot = mended().pod(Pod.coordinator(1))
                .heard(
                        "uid-of-rework-coordinator-1",
                        Duration.ZERO,
                        State.claimed().snapshot("r0").is());
        assertThat(steps(snapshot)).doesNotContain(STOP);
    }

    /** Its stop would make one, and the address would count no more. */
    @Test
    void k19AJobThatWorksIsNotStoppedForIt() {
        Given works = mended().pod(Pod.coordinator(1)).pod(Pod.worker("r0", 0, 1));
        assertThat(steps(works)).doesNotContain(STOP);
        Given waits =
                mended().pod(Pod.coordinator(1)).pod(Pod.worker("r0", 0, 1).phase(PodPhase.PREPARING));
        assertThat(steps(waits)).contains(STOP);
    }
}
