package dev.loopkeeper.operator.status;

import static dev.loopkeeper.operator.status.Regions.heard;
import static dev.loopkeeper.operator.status.Regions.region;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionSnapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a status is written: K22. */
final class StatusWriteTest {

    @Test
    void k22ProgressWaitsAndChangesOfKindDoNot() {
        RegionSnapshot snapshot = new RegionSnapshot("9-1", Given.NOW, 10, 5);
        IterativeJobStatus before = status(heard(List.of(region("r0", RegionPhase.RUNNING, 0, null, null))));
        IterativeJobStatus progress = status(heard(List.of(region("r0", RegionPhase.RUNNING, 0, snapshot, null))));
        IterativeJobStatus kind = status(heard(List.of(region("r0", RegionPhase.RECOVERING, 0, null, null))));
        Instant now = Given.NOW;
        assertThat(StatusWrite.due(before, before, now.minusSeconds(60), now)).isFalse();
        assertThat(StatusWrite.due(before, progress, now.minusSeconds(9), now)).isFalse();
        assertThat(StatusWrite.due(before, progress, now.minusSeconds(10), now)).isTrue();
        assertThat(StatusWrite.due(before, kind, now, now)).isTrue();
        assertThat(StatusWrite.due(null, before, null, now)).isTrue();
    }

    private static IterativeJobStatus status(Given given) {
        return JobStatusOf.of(given.observation(), new Trouble(Situation.CLEAR, Given.NOW));
    }
}
