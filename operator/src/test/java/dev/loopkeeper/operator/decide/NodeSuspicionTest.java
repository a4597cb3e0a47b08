package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.NodeSight;
import dev.loopkeeper.operator.observe.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K1 and K5: which nodes coordinators are given a hint about, and when the operator keeps what it sees to itself. */
final class NodeSuspicionTest {

    private static final Instant NOW = Given.NOW;
    private static final NodeSight CLEAR = new NodeSight(NOW.minusSeconds(3600), NOW);

    /** Nodes that are well, before them those that are not ready since so many seconds: bad0, bad1, ... */
    private static List<NodeView> nodes(int well, int... unreadySeconds) {
        List<NodeView> nodes = new ArrayList<>();
        for (int index = 0; index < unreadySeconds.length; index++) {
            nodes.add(new NodeView("bad" + index, false, "NodeStatusUnknown", NOW.minusSeconds(unreadySeconds[index])));
        }
        IntStream.range(0, well)
                .mapToObj(index -> new NodeView("well" + index, true, "", NOW.minusSeconds(3600)))
                .forEach(nodes::add);
        return nodes;
    }

    private static List<String> suspected(List<NodeView> nodes) {
        return List.copyOf(NodeSuspicion.suspected(nodes, CLEAR, NOW).keySet());
    }

    /** How many nodes are well, since when the others are not ready, and how many of these are told. */
    @ParameterizedTest
    @CsvSource({
        // One of several, once it is known whether others go with it.
        "1, 5, 1",
        "9, 60, 1",
        "9, 4, 0",
        "0, 60, 0",
        // Two together are no crowd, unless none is left.
        "1, 60 61, 2",
        "0, 60 61, 0",
        // Three or more, and a fifth of all.
        "12, 60 61 62, 0",
        "13, 60 61 62, 3",
        "2, 60 61 62, 0",
        "36, 60 60 60 60 60 60 60 60 60, 0",
        "37, 60 60 60 60 60 60 60 60 60, 9",
        // The node controller declares those that fell silent together within 15 s.
        "7, 60 68 75, 0",
        "7, 60 68 76, 2",
        // What was lost one by one is no crowd, and does not hide what is lost now.
        "7, 600 6000 60000, 3",
        "7, 6000 6001 6002 60, 1",
        // Nobody has gone.
        "9, '', 0",
        "0, '', 0",
    })
    void k1k5ANodeIsSuspectedUnlessManyGoTogether(int well, String unready, int told) {
        int[] seconds = Arrays.stream(unready.split(" "))
                .filter(word -> !word.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(suspected(nodes(well, seconds))).hasSize(told).allMatch(name -> name.startsWith("bad"));
    }

    /** As it was measured: an API server that was away for 30 s makes every node NotReady for seconds while nothing has stopped. */
    @Test
    void k1AnApiServerThatWasAwayGivesNoHint() {
        for (int nodes : List.of(1, 2, 3, 10, 100)) {
            int[] all = IntStream.range(0, nodes).map(index -> 5 + index % 3).toArray();
            assertThat(suspected(nodes(0, all))).as("%d nodes", nodes).isEmpty();
            // They come back one after the other.
            for (int ready = 1; nodes - ready >= Math.max(3, (nodes + 4) / 5); ready++) {
                assertThat(suspected(nodes(ready, Arrays.copyOf(all, nodes - ready))))
                        .as("%d of %d nodes", ready, nodes)
                        .isEmpty();
            }
        }
    }

    /** The watch's state: since when nodes are seen, until when, and whether a node that is not ready for a minute is told. */
    @ParameterizedTest
    @CsvSource({
        "3600, 0, true",
        "3600, 5, true",
        "3600, 6, false",
        "3600, 3600, false",
        // What was remembered from before a gap is checked against what comes after it.
        "4, 0, false",
        "5, 0, true",
    })
    void k5ABlindOperatorGivesNoHint(int since, int until, boolean told) {
        NodeSight sight = new NodeSight(NOW.minusSeconds(since), NOW.minusSeconds(until));
        assertThat(NodeSuspicion.suspected(nodes(3, 60), sight, NOW).isEmpty()).isEqualTo(!told);
        assertThat(NodeSuspicion.suspected(nodes(3, 60), null, NOW)).isEmpty();
    }

    @Test
    void k5SightHoldsOverAWatchThatIsOpenedAnew() {
        NodeSight first = NodeSuspicion.sight(null, true, NOW);
        assertThat(first).isEqualTo(new NodeSight(NOW, NOW));
        assertThat(NodeSuspicion.sight(null, false, NOW)).isNull();
        Instant gap = NOW.plus(NodeSuspicion.GAP);
        assertThat(NodeSuspicion.sight(first, false, gap)).isEqualTo(first);
        assertThat(NodeSuspicion.sight(first, true, gap)).isEqualTo(new NodeSight(NOW, gap));
        Instant later = gap.plus(Duration.ofMillis(1));
        assertThat(NodeSuspicion.sight(first, true, later)).isEqualTo(new NodeSight(later, later));
    }

    @Test
    void theReasonIsThatOfTheNode() {
        assertThat(NodeSuspicion.suspected(nodes(3, 60), CLEAR, NOW)).isEqualTo(Map.of("bad0", "NodeStatusUnknown"));
    }
}
