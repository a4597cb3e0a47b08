package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.RegionPhase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of pods whose containers do not start: K11, K21. */
final class PodTroubleTest {

    private static Situation coordinator(Pod pod) {
        return Given.runningJob().pod(pod).decision().situation();
    }

    /** As when a template mounts a Secret that is not there: the pod says nothing but ContainerCreating. */
    @ParameterizedTest
    @CsvSource({"29, CLEAR, ''", "30, HINDERED, PodNotMounted"})
    void k11APodWhoseVolumesAreNotThereIsNamed(int seconds, Situation.Kind kind, String reason) {
        Situation situation = coordinator(Pod.coordinator(1).unmounted().age(Duration.ofSeconds(seconds)));
        assertThat(situation.kind()).isEqualTo(kind);
        assertThat(situation.reason()).isEqualTo(reason);
        assertThat(situation.message()).contains(kind == Situation.Kind.CLEAR ? "" : "rework-coordinator-1");
    }

    /** Its image may be large, or an init container have much to do. */
    @ParameterizedTest
    @CsvSource({"ContainerCreating", "PodInitializing"})
    void k21APodThatIsSlowIsNamedAndNoStall(String waiting) {
        Situation situation = coordinator(Pod.coordinator(1).waiting(waiting).age(Duration.ofMinutes(20)));
        assertThat(situation.kind()).isEqualTo(Situation.Kind.WAITING);
        assertThat(situation.message()).contains("rework-coordinator-1", waiting);
    }

    @Test
    void k11SoIsAWorker() {
        Situation situation = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(
                        "uid-of-rework-coordinator-1",
                        Duration.ZERO,
                        State.claimed()
                                .region("r0", 1, RegionPhase.SCHEDULING)
                                .wants("r0", 0, 1)
                                .is())
                .pod(Pod.worker("r0", 0, 1).unmounted().age(Duration.ofSeconds(30)))
                .decision()
                .situation();
        assertThat(situation.reason()).isEqualTo("PodNotMounted");
        assertThat(situation.message()).contains("worker rework-r0-0-1");
    }
}
