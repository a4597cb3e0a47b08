package dev.loopkeeper.engine.coordinator.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many regions download their state at once. */
final class RestoreTurnsTest {

    private final AtomicInteger atOnce = new AtomicInteger(1);
    private final RestoreTurns turns = new RestoreTurns(atOnce::get);
    private final List<String> given = new ArrayList<>();
    private final RestoreTurns.Turn first = turn("first");
    private final RestoreTurns.Turn second = turn("second");
    private final RestoreTurns.Turn third = turn("third");

    private RestoreTurns.Turn turn(String name) {
        return turns.turn(() -> given.add(name));
    }

    @Test
    void theOthersWaitAndComeInOrder() {
        assertThat(first.take()).isTrue();
        assertThat(second.take()).isFalse();
        assertThat(third.take()).isFalse();
        assertThat(given).isEmpty();
        first.giveBack();
        assertThat(given).containsExactly("second");
        assertThat(second.take()).as("has been given").isTrue();
        second.giveBack();
        assertThat(given).containsExactly("second", "third");
    }

    /** Whatever it waits for besides, it asks again. */
    @Test
    void whoAsksAgainHasOneTurn() {
        atOnce.set(2);
        assertThat(first.take()).isTrue();
        assertThat(first.take()).isTrue();
        assertThat(second.take()).isTrue();
        assertThat(third.take()).isFalse();
        assertThat(third.take()).isFalse();
        first.giveBack();
        second.giveBack();
        assertThat(given).containsExactly("third");
    }

    /** An attempt that is over cannot use it. */
    @Test
    void whoIsGoneIsGivenNone() {
        first.take();
        second.take();
        third.take();
        second.giveBack();
        first.giveBack();
        assertThat(given).containsExactly("third");
    }

    /** K17: the number changes while the job runs. */
    @Test
    void k17MoreAtOnceAreHandedOutAtOnce() {
        first.take();
        second.take();
        third.take();
        atOnce.set(3);
        turns.handOut();
        assertThat(given).containsExactly("second", "third");
    }

    @Test
    void k17FewerAtOnceWaitForThoseThatHaveOne() {
        atOnce.set(2);
        first.take();
        second.take();
        third.take();
        atOnce.set(1);
        first.giveBack();
        assertThat(given).isEmpty();
        second.giveBack();
        assertThat(given).containsExactly("third");
    }
}
