package dev.loopkeeper.benchmarks.hops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.benchmarks.BenchmarkException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CourseTest {

    @Test
    void aTokenVisitsAsManyKeysAsItHasHops() {
        Set<Integer> visited = new HashSet<>();
        Token token = Token.start(49_999);
        while (!token.last()) {
            visited.add(token.key());
            token = token.next();
        }
        visited.add(token.key());
        assertThat(visited).hasSize(200).allMatch(key -> key >= 0 && key < 50_000);
    }

    @Test
    @Timeout(240)
    void theBareLoopVisitsEachKeyEquallyOften() throws Exception {
        BareLoop loop = new BareLoop();
        loop.lap();
        // In one lap 200,000 tokens make 200 hops each, over 50,000 keys. Not as a map: nobody could read the message.
        assertThat(loop.visits().size()).isEqualTo(50_000);
        assertThat(new HashSet<>(loop.visits().values())).containsExactly(800L);
        loop.lap();
        Visits.check(loop.visits(), 2);
    }

    @Test
    void aVisitTooManyOrAKeyTooFewFails() throws Exception {
        Map<Integer, Long> visits = new HashMap<>();
        for (int key = 0; key < 50_000; key++) {
            visits.put(key, 1_600L);
        }
        Visits.check(visits, 2);
        visits.merge(7, 1L, Long::sum);
        assertThatThrownBy(() -> Visits.check(visits, 2))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("key 7 was visited 1601 times in 2 laps, not 1600");
        visits.remove(7);
        assertThatThrownBy(() -> Visits.check(visits, 2))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("49999 keys");
    }
}
