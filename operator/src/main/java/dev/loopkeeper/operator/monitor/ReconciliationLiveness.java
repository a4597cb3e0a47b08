package dev.loopkeeper.operator.monitor;

import dev.loopkeeper.operator.model.JobIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether the operator still gets anything done. Every request has a time-out of seconds and the first that fails ends a reconciliation, so that an API
 * server that is away never looks like this (K24): only a thread that hangs does, and only a restart helps it.
 */
@Liveness
@ApplicationScoped
public class ReconciliationLiveness implements HealthCheck {

    static final Duration LIMIT = Duration.ofMinutes(3);

    private final Reconciliations reconciliations;

    @Inject
    public ReconciliationLiveness(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<JobIdentity> hanging = reconciliations.lasting(LIMIT);
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("reconciliations").status(hanging.isEmpty());
        hanging.ifPresent(job -> response.withData("hanging", job.namespace() + "/" + job.name()));
        return response.build();
    }
}
