package dev.loopkeeper.operator.status;

import static dev.loopkeeper.operator.status.Regions.heard;
import static dev.loopkeeper.operator.status.Regions.region;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RecoveryMillis;
import dev.loopkeeper.provider.RegionFailure;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionSnapshot;
import dev.loopkeeper.provider.RegionStatus;
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

    /** People look while it is news; the phases of a recovery one by one are none. */
    @Test
    void k22WhatHasFailedOrRecoveredIsWrittenAtOnce() {
        IterativeJobStatus before = status(heard(List.of(running(null, 900L, null))));
        IterativeJobStatus failed = status(heard(List.of(running(failure("TaskFailed"), 900L, null))));
        IterativeJobStatus explained = status(heard(List.of(running(failure("OOMKilled"), 900L, null))));
        IterativeJobStatus phase = status(heard(List.of(running(null, 950L, null))));
        IterativeJobStatus recovered = status(heard(List.of(running(null, 900L, 1200L))));
        IterativeJobStatus again = status(heard(List.of(running(null, 900L, 1300L))));
        Instant now = Given.NOW;
        assertThat(StatusWrite.due(before, failed, now, now)).isTrue();
        assertThat(StatusWrite.due(failed, explained, now, now)).isTrue();
        assertThat(StatusWrite.due(before, phase, now, now)).isFalse();
        assertThat(StatusWrite.due(before, recovered, now, now)).isTrue();
        assertThat(StatusWrite.due(recovered, again, now, now)).isTrue();
        assertThat(StatusWrite.due(recovered, recovered, now.minusSeconds(60), now))
                .isFalse();
    }

    private static RegionFailure failure(String reason) {
        return new RegionFailure(Given.NOW, reason, "rework-r0-0-1", "node1", 1, "it broke", "");
    }

    private static RegionStatus running(RegionFailure failure, Long restored, Long replayed) {
        RecoveryMillis millis = new RecoveryMillis(40L, 55L, 610L, restored, replayed, null);
        return new RegionStatus(
                "r0", "r0", RegionPhase.RUNNING, 2, 1, 2, 2, null, failure, new Recovery("r0", 2, Given.NOW, millis));
    }

    private static IterativeJobStatus status(Given given) {
        return JobStatusOf.of(given.observation(), new Trouble(Situation.CLEAR, Given.NOW));
    }
}
