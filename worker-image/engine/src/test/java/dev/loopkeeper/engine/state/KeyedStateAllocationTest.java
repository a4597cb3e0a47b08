package dev.loopkeeper.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;
import dev.loopkeeper.engine.codec.KeyGroups;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class KeyedStateAllocationTest {

    private static final int UPDATES = 1_000_000;

    private final KeyedState<Integer> state = new KeyedState<>(TestCodecs.integers(), key -> key, 0, KeyGroups.COUNT);
    private final ValueState<Integer> value = state.value("value", TestCodecs.integers());
    private final ValueState<Integer> second = state.value("second", TestCodecs.integers());
    private final ListState<Integer> list = state.list("list", TestCodecs.integers());
    private final Integer[] keys = new Integer[1_024];
    private long sum;

    @Test
    void updatesOfExistingKeysAllocateNothing() {
        for (int key = 0; key < keys.length; key++) {
            keys[key] = key * 31;
            state.select(keys[key], keys[key]);
            value.set(keys[key]);
            second.set(keys[key]);
            list.add(keys[key]);
        }
        update(); // loads what is loaded at first use
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        update();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("bytes for %d updates", UPDATES).isLessThan(UPDATES / 100);
        assertThat(sum).isNotZero();
    }

    private void update() {
        for (int update = 0; update < UPDATES; update++) {
            Integer key = keys[update & keys.length - 1];
            state.select(key, key);
            sum += value.get() + second.get() + list.get().size();
            value.set(keys[update * 7 & keys.length - 1]);
            second.set(key);
        }
    }
}
