package dev.loopkeeper.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R3: who may dial a worker. */
class AdmissionTest {

    private static final Admission.Newest NEWEST =
            new Admission.Newest("plan", 2, 7, 3, Map.of(0, "digest-0", 1, "digest-1"), Set.of(1), false);
    private static final Admission.Newest CLOSED =
            new Admission.Newest("plan", 2, 7, 3, Map.of(0, "digest-0"), Set.of(), true);

    private static Introduction dialer(int attempt, int worker) {
        return new Introduction("job", "plan", 2, attempt, worker, 3, "digest-0");
    }

    @Test
    void admitsWhoAgreesOnEverything() {
        assertThat(Admission.decide(dialer(7, 0), "job", NEWEST)).isEqualTo(new Admission.Admit());
    }

    @Test
    void holdsWhoIsEarly() {
        assertThat(Admission.decide(dialer(8, 0), "job", NEWEST)).isEqualTo(new Admission.Hold());
        assertThat(Admission.decide(dialer(8, 0), "job", CLOSED)).isEqualTo(new Admission.Hold());
        assertThat(Admission.decide(dialer(1, 0), "job", null)).isEqualTo(new Admission.Hold());
    }

    @Test
    void refusesAnotherJobEvenIfItIsEarly() {
        assertThat(Admission.decide(dialer(8, 0), "other", null))
                .isEqualTo(new Admission.Refuse("it belongs to job job, this is a worker of job other"));
    }

    @Test
    void refusesTheAttemptThatWasClosedHere() {
        assertThat(Admission.decide(dialer(7, 0), "job", CLOSED))
                .isEqualTo(new Admission.Refuse("attempt 7 of region 2 is closed here"));
    }

    @Test
    void refusesWorkersThatAreNotToDial() {
        assertThat(Admission.decide(dialer(7, 4), "job", NEWEST))
                .isEqualTo(new Admission.Refuse("worker 4 has no channel for which it dials worker 3"));
    }
}
