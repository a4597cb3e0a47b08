package dev.loopkeeper.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.observe.Fleet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class OperatorMetricsTest {

    private static final JobIdentity A = new JobIdentity("factory", "a", "1");
    private static final JobIdentity B = new JobIdentity("factory", "b", "2");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OperatorMetrics metrics = new OperatorMetrics(registry);

    private double jobs(String phase) {
        return registry.get("loopkeeper.operator.jobs")
                .tag("phase", phase)
                .gauge()
                .value();
    }

    @Test
    void countsJobsByPhaseUntilTheyAreGone() {
        metrics.told(A, JobPhase.RUNNING, 0L);
        metrics.told(B, JobPhase.RUNNING, 0L);
        assertThat(jobs("Running")).isEqualTo(2);
        metrics.told(B, JobPhase.RECOVERING, 0L);
        assertThat(jobs("Running")).isEqualTo(1);
        assertThat(jobs("Recovering")).isEqualTo(1);
        metrics.forget(A);
        assertThat(jobs("Running")).isZero();
    }

    @Test
    void countsRestartsOnceAndNoneFromBeforeThisProcess() {
        metrics.told(A, JobPhase.RUNNING, 7L);
        metrics.told(A, JobPhase.RECOVERING, 8L);
        metrics.told(A, JobPhase.RUNNING, 8L);
        assertThat(registry.get("loopkeeper.operator.region.restarts").counter().count())
                .isEqualTo(1);
    }

    @Test
    void countsStepsByKindAndOutcome() {
        metrics.stepped(new Step.PrepareJob(), false);
        metrics.stepped(new Step.PrepareJob(), true);
        assertThat(registry.get("loopkeeper.operator.steps")
                        .tags("step", "PrepareJob", "outcome", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void showsWhichCoordinatorsAreSilent() {
        metrics.watch(() -> new Fleet(5, 2, true, true, null, null));
        assertThat(registry.get("loopkeeper.operator.coordinators")
                        .tag("state", "silent")
                        .gauge()
                        .value())
                .isEqualTo(2);
    }
}
