package dev.loopkeeper.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the objects of a job look that are no pods. */
final class JobObjectsTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");

    private static List<Integer> ports(NetworkPolicyIngressRule rule) {
        return rule.getPorts().stream().map(port -> port.getPort().getIntVal()).toList();
    }

    /** Data and control only among the job's own pods; what shows itself by certificate or token may come from anywhere. */
    @Test
    void k15OnlyThePortThatAsksForProofIsOpenToOthers() {
        NetworkPolicy policy = new JobObjects(JOB).networkPolicy();
        Map<String, String> own = Map.of("loopkeeper.dev/job", "rework");
        assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(own);
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(policy.getSpec().getIngress())
                .satisfiesExactly(
                        inner -> {
                            assertThat(ports(inner)).containsExactlyInAnyOrder(7443, 7444);
                            assertThat(inner.getFrom()).singleElement().satisfies(peer -> {
                                assertThat(peer.getPodSelector().getMatchLabels())
                                        .isEqualTo(own);
                                assertThat(peer.getNamespaceSelector()).isNull();
                            });
                        },
                        outer -> {
                            assertThat(ports(outer)).containsExactly(8443);
                            assertThat(outer.getFrom())
                                    .as("a peer that another holds too says nothing")
                                    .singleElement()
                                    .satisfies(peer -> {
                                        assertThat(peer.getPodSelector()).isNull();
                                        assertThat(peer.getNamespaceSelector().getMatchLabels())
                                                .isEmpty();
                                    });
                        });
    }
}
