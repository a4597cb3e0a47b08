package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.act.OperatorSettings;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K24: how replicas choose who works. */
final class LeadershipTest {

    private static final FormerLeader NOBODY = new FormerLeader(null, settings(false, ""));

    private static OperatorSettings settings(boolean elects, String lease) {
        return (OperatorSettings) Proxy.newProxyInstance(
                LeadershipTest.class.getClassLoader(),
                new Class<?>[] {OperatorSettings.class},
                (_, method, _) -> switch (method.getName()) {
                    case "leaderElection" -> elects;
                    case "lease" -> lease;
                    case "namespace" -> "system";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loopkeeper", "team-a-loopkeeper"})
    void k24TheLeaseIsTheReleases(String lease) {
        var election = new Leadership().election(settings(true, lease), NOBODY);
        assertThat(election.getLeaseName()).isEqualTo(lease);
        assertThat(election.getLeaseNamespace()).hasValue("system");
    }

    @Test
    void k24OneReplicaElectsNobody() {
        assertThat(new Leadership().election(settings(false, "loopkeeper"), NOBODY))
                .isNull();
    }
}
