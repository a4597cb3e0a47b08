package dev.loopkeeper.operator.status;

import static dev.loopkeeper.operator.status.Regions.heard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.Pod;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.RegionStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often a job's regions were restarted, over all its coordinators. */
final class RestartsTest {

    @Test
    void restartsAddUpOverCoordinators() {
        IterativeJobStatus first = status(heard(restarted(1, 3)));
        assertThat(first.restarts()).isEqualTo(3);
        IterativeJobStatus same = status(heard(restarted(1, 4)).status(first));
        assertThat(same.restarts()).isEqualTo(4);
        IterativeJobStatus unheard =
                status(Given.runningJob().pod(Pod.coordinator(2)).status(same));
        assertThat(unheard.restarts()).isEqualTo(4);
        IterativeJobStatus next = status(heard(2, restarted(1, 1)).status(unheard));
        assertThat(next.restarts()).isEqualTo(5);
        IterativeJobStatus later = status(heard(2, restarted(1, 6)).status(next));
        assertThat(later.restarts()).isEqualTo(10);
    }

    /** The status holds 64 of them. */
    @Test
    void k22RestartsOfRegionsThatAreOmittedAreCountedOnce() {
        IterativeJobStatus status = status(heard(restarted(100, 2)));
        assertThat(status.restarts()).isEqualTo(200);
        for (int write = 0; write < 3; write++) {
            status = status(heard(restarted(100, 2)).status(status));
            assertThat(status.restarts()).isEqualTo(200);
        }
        assertThat(status(heard(2, restarted(100, 1)).status(status)).restarts())
                .isEqualTo(300);
    }

    @Test
    void theRestartsThatAnEarlierOperatorWroteAreNotCountedAgain() {
        IterativeJobStatus before = Given.statusOf("""
                restarts: 8
                run: {number: 1, generation: 1}
                coordinator: {pod: rework-coordinator-1, epoch: 1, claim: 9}
                """);
        IterativeJobStatus unheard =
                status(Given.runningJob().pod(Pod.coordinator(1)).status(before));
        assertThat(unheard.restarts()).isEqualTo(8);
        IterativeJobStatus heard = status(heard(restarted(1, 3)).status(unheard));
        assertThat(heard.restarts()).isEqualTo(8);
        assertThat(status(heard(restarted(1, 4)).status(heard)).restarts()).isEqualTo(9);
    }

    private static IterativeJobStatus status(Given given) {
        return JobStatusOf.of(given.observation(), new Trouble(Situation.CLEAR, Given.NOW));
    }

    private static List<RegionStatus> restarted(int regions, int times) {
        return IntStream.range(0, regions)
                .mapToObj(i -> Regions.region("r" + i, RegionPhase.RUNNING, times, null, null))
                .toList();
    }
}
