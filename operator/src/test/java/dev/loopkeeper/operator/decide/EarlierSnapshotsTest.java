package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.RegionPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** K19: no silent start from nothing. */
final class EarlierSnapshotsTest {

    private static final String ADDRESS = "s3://jobs/loops/factory/rework/0b5e";

    private static List<Step> told(State state, String spec) {
        return Given.runningJob()
                .spec(spec)
                .pod(Pod.coordinator(1))
                .heard("uid-of-rework-coordinator-1", Duration.ZERO, state.is())
                .decision()
                .steps()
                .stream()
                .filter(step -> step instanceof Step.Tell || step instanceof Step.TellOnce)
                .toList();
    }

    private static State starting() {
        return State.claimed().region("r0", 1, RegionPhase.SCHEDULING).earlierSnapshots(ADDRESS);
    }

    @Test
    void k19AnEventNamesTheAddressThatCouldBeRestoredFrom() {
        assertThat(told(starting(), "")).singleElement().isInstanceOfSatisfying(Step.TellOnce.class, told -> {
            assertThat(told.reason()).isEqualTo("EarlierSnapshotsFound");
            assertThat(told.warning()).isTrue();
            assertThat(told.message()).contains("spec.snapshots.restoreFrom: " + ADDRESS);
        });
    }

    /** The search goes on beside the job, whose first snapshot may be faster. */
    @Test
    void k19ItIsToldAlsoWhenTheFirstSnapshotWasFasterThanTheSearch() {
        assertThat(told(starting().snapshot("r0"), "")).hasSize(1);
    }

    @Test
    void k19NothingIsToldWhereNothingWasFoundOrSomethingWasNamed() {
        assertThat(told(State.claimed(), "")).isEmpty();
        assertThat(told(starting(), "snapshots: {restoreFrom: Latest}")).isEmpty();
    }
}
