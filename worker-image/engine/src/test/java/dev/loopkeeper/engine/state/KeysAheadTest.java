package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.KeyGroups;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class KeysAheadTest {

    private final KeyedState<Integer> state = new KeyedState<>(TestCodecs.integers(), key -> key, 0, KeyGroups.COUNT);
    private final ValueState<Integer> value = state.value("value", TestCodecs.integers());
    private final KeysAhead<Integer> ahead = new KeysAhead<>(state);

    private void lookAhead(int... keys) {
        ahead.begin();
        for (int place = 0; place < keys.length; place++) {
            ahead.find(place, keys[place], keys[place]);
        }
    }

    private void set(int key, Integer number) {
        state.select(key, key);
        value.set(number);
    }

    @Test
    void aKeyThatWasFoundIsMadeCurrent() {
        set(1, 10);
        set(2, 20);
        lookAhead(2, 1, 3);
        assertThat(ahead.select(0)).isEqualTo(2);
        assertThat(value.get()).isEqualTo(20);
        assertThat(ahead.select(1)).isEqualTo(1);
        assertThat(value.get()).isEqualTo(10);
        assertThat(ahead.select(2)).as("has no entry").isNull();
    }

    @Test
    void anEntryThatIsRemovedAfterItWasFoundIsNotUsed() {
        set(1, 10);
        lookAhead(1, 1);
        assertThat(ahead.select(0)).isEqualTo(1);
        value.set(null);
        value.set(11); // in another entry
        assertThat(ahead.select(1)).isNull();
    }

    @Test
    void anEntryThatAVisitRemovesIsNotUsed() {
        set(1, 10);
        lookAhead(7, 1);
        state.select(7, 7);
        state.forEachKey(key -> value.set(null));
        assertThat(ahead.select(1)).isNull();
    }

    /** As a task does it: looks ahead for some keys, then changes what they hold, which adds and removes entries in between. */
    @RepeatedTest(20)
    void holdsWhatAMapHolds(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<Integer, Integer> model = new HashMap<>();
        for (int round = 0; round < 2_000; round++) {
            int[] keys = random.ints(random.nextInt(KeysAhead.MOST + 1), 0, 40).toArray();
            lookAhead(keys);
            for (int place = 0; place < keys.length; place++) {
                Integer key = ahead.select(place);
                if (key == null) {
                    state.select(keys[place], keys[place]);
                } else {
                    assertThat(key).isEqualTo(keys[place]);
                }
                assertThat(value.get())
                        .as("seed %d", repetition.getCurrentRepetition())
                        .isEqualTo(model.get(keys[place]));
                Integer next = random.nextInt(4) == 0 ? null : Integer.valueOf(random.nextInt());
                value.set(next);
                if (next == null) {
                    model.remove(keys[place]);
                } else {
                    model.put(keys[place], next);
                }
            }
        }
        assertThat(state.keys()).isEqualTo(model.size());
    }
}
