package dev.loopkeeper.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.decide.Given;
import dev.loopkeeper.operator.decide.NodeSuspicion;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.observe.NodeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** K1 and K22: whoever has workers on a node is looked at again when something else is to be said of it, and nobody else ever. */
final class SuspectedNodesTest {

    private static final JobIdentity HERE = new JobIdentity("factory", "here", "1");
    private static final JobIdentity ELSEWHERE = new JobIdentity("factory", "elsewhere", "2");
    private static final Instant DEAD = Given.NOW.minusSeconds(60);
    private static final Instant SETTLED = Given.NOW.plus(NodeSuspicion.SETTLED);

    private final List<JobIdentity> told = new ArrayList<>();
    private final SuspectedNodes nodes = new SuspectedNodes(told::add);

    @BeforeEach
    void place() {
        nodes.placed(HERE, Set.of("node1", "node2"));
        nodes.placed(ELSEWHERE, Set.of("node2"));
    }

    private void look(boolean ready, boolean seen, Instant now) {
        nodes.look(
                List.of(
                        new NodeView("node1", ready, ready ? "" : "NodeStatusUnknown", DEAD),
                        new NodeView("node2", true, "", DEAD)),
                seen,
                now);
    }

    @Test
    void k1AJobIsToldOfANodeOfItsWorkersAtOnceAndOnce() {
        look(false, true, Given.NOW);
        assertThat(told).isEmpty();
        look(false, true, SETTLED);
        assertThat(told).containsExactly(HERE);
        assertThat(nodes.now()).isEqualTo(Map.of("node1", "NodeStatusUnknown"));
        look(false, true, SETTLED.plusSeconds(1));
        assertThat(told).containsExactly(HERE);
        look(true, true, SETTLED.plusSeconds(2));
        assertThat(told).containsExactly(HERE, HERE);
        assertThat(nodes.now()).isEmpty();
    }

    @Test
    void k22NodesThatAreWellAreNoReasonToLookAtAnyJob() {
        for (int second = 0; second < 3600; second++) {
            look(true, true, Given.NOW.plusSeconds(second));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aJobWithoutWorkersThereIsNotTold() {
        nodes.placed(HERE, Set.of());
        look(false, true, Given.NOW);
        look(false, true, SETTLED);
        assertThat(told).isEmpty();
        assertThat(nodes.now()).containsKey("node1");
    }

    @Test
    void k5WhatIsNotSeenAnyMoreIsTakenBack() {
        look(false, true, Given.NOW);
        look(false, true, SETTLED);
        look(false, false, SETTLED.plusSeconds(5));
        assertThat(nodes.now()).containsKey("node1");
        look(false, false, SETTLED.plusSeconds(6));
        assertThat(nodes.now()).isEmpty();
        assertThat(told).containsExactly(HERE, HERE);
    }

    @Test
    void aWatchThatHasEndedLeavesNothingBehind() {
        look(false, true, Given.NOW);
        look(false, true, SETTLED);
        nodes.forget();
        assertThat(nodes.now()).isEmpty();
        look(false, true, SETTLED.plusSeconds(1));
        assertThat(nodes.now()).isEmpty();
    }
}
