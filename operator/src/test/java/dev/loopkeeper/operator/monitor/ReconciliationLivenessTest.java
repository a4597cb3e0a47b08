package dev.loopkeeper.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.model.JobIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

final class ReconciliationLivenessTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "1");

    private Instant now = Instant.parse("2026-11-21T03:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Reconciliations reconciliations = new Reconciliations(clock);

    private HealthCheckResponse response() {
        return new ReconciliationLiveness(reconciliations).call();
    }

    @Test
    void aReconciliationThatHangsNamesItsJob() {
        try (var _ = reconciliations.begin(JOB)) {
            now = now.plus(ReconciliationLiveness.LIMIT);
            assertThat(response().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            now = now.plus(Duration.ofSeconds(1));
            assertThat(response().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            assertThat(response().getData())
                    .hasValueSatisfying(data -> assertThat(data).containsEntry("hanging", "factory/rework"));
        }
        assertThat(response().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }
}
