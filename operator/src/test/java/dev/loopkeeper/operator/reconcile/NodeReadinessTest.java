package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.ManualClock;
import dev.loopkeeper.operator.observe.NodeView;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K1: what the watch says of nodes, and what is kept of it (K25). */
final class NodeReadinessTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final NodeReadiness readiness = new NodeReadiness(clock);

    private static Node node(String ready, String reason) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("node1")
                .addToLabels("zone", "a")
                .endMetadata()
                .withNewSpec()
                .withPodCIDR("10.244.1.0/24")
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("MemoryPressure")
                .withStatus("False")
                .endCondition()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .withReason(reason)
                .endCondition()
                .addNewImage()
                .addToNames("registry.example/large:1")
                .endImage()
                .endStatus()
                .build();
    }

    private NodeView view() {
        return readiness.views().getFirst();
    }

    @ParameterizedTest
    @CsvSource({"True, KubeletReady, true", "False, KubeletNotReady, false", "Unknown, NodeStatusUnknown, false"})
    void k1OnlyTrueIsReady(String status, String reason, boolean ready) {
        readiness.onAdd(node(status, reason));
        assertThat(view()).isEqualTo(new NodeView("node1", ready, ready ? "" : reason, Given.NOW));
    }

    @Test
    void aNodeOfWhichNothingIsSaidIsNotReady() {
        readiness.onAdd(new NodeBuilder()
                .withNewMetadata()
                .withName("node1")
                .endMetadata()
                .build());
        assertThat(view().reason()).isEqualTo("NoReadyCondition");
    }

    @Test
    void whatIsSaidAgainIsNoNews() {
        readiness.onAdd(node("True", "KubeletReady"));
        clock.at(MINUTE);
        readiness.onUpdate(node("True", "KubeletReady"), node("True", "KubeletReady"));
        assertThat(view().since()).isEqualTo(Given.NOW);
        readiness.onUpdate(node("True", "KubeletReady"), node("Unknown", "NodeStatusUnknown"));
        assertThat(view().since()).isEqualTo(Given.NOW.plus(MINUTE));
        clock.at(MINUTE.multipliedBy(2));
        readiness.onUpdate(node("Unknown", "NodeStatusUnknown"), node("False", "KubeletNotReady"));
        assertThat(view()).isEqualTo(new NodeView("node1", false, "KubeletNotReady", Given.NOW.plus(MINUTE)));
    }

    @Test
    void k1ANodeThatWasDeletedIsNotReadyUntilItsPodsHaveGone() {
        readiness.onAdd(node("True", "KubeletReady"));
        clock.at(MINUTE);
        readiness.onDelete(node("True", "KubeletReady"), false);
        assertThat(view()).isEqualTo(new NodeView("node1", false, "NodeDeleted", Given.NOW.plus(MINUTE)));
        clock.at(MINUTE.plus(NodeReadiness.REMEMBERED));
        assertThat(readiness.views()).hasSize(1);
        clock.at(MINUTE.plus(NodeReadiness.REMEMBERED).plusSeconds(1));
        assertThat(readiness.views()).isEmpty();
    }

    @Test
    void k25OnlyNameAndReadinessAreKept() {
        Node kept = CachedNode.of(node("Unknown", "NodeStatusUnknown"));
        assertThat(kept.getMetadata().getName()).isEqualTo("node1");
        assertThat(kept.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(kept.getSpec()).isNull();
        assertThat(kept.getStatus().getImages()).isNullOrEmpty();
        assertThat(kept.getStatus().getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getReason()).isEqualTo("NodeStatusUnknown"));
    }
}
