package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.act.OperatorSettings;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the operator's replicas choose who works (K24). One replica works without an election. */
@Dependent
public final class Leadership {

    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration RENEW = Duration.ofSeconds(4);
    private static final Duration RETRY = Duration.ofSeconds(1);

    @Produces
    @Dependent
    @Unremovable
    @Nullable
    LeaderElectionConfiguration election(OperatorSettings settings, FormerLeader former) {
        return settings.leaderElection()
                ? new LeaderElectionConfiguration(
                        settings.lease(),
                        settings.namespace(),
                        LEASE,
                        RENEW,
                        RETRY,
                        null,
                        new LeaderCallbacks(() -> {}, () -> {}, former::leads),
                        true)
                : null;
    }
}
