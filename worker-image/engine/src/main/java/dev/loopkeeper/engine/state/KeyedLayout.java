package dev.loopkeeper.engine.state;

import dev.loopkeeper.engine.codec.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a keyed operator declared, and which key groups its task owns: all that reading and writing chunks needs.
 *
 * @param keyCodec called by any thread, as those of the states
 * @param keyHash called by any thread
 * @param firstGroup the first key group that the task owns
 * @param endGroup the one after the last
 */
record KeyedLayout<K>(
        Codec<K> keyCodec,
        ToIntFunction<? super K> keyHash,
        int firstGroup,
        int endGroup,
        List<StateDescriptor> states) {

    KeyedLayout {
        states = List.copyOf(states);
    }

    KeyedLayout<K> with(StateDescriptor state) {
        List<StateDescriptor> more = new ArrayList<>(states);
        more.add(state);
        return new KeyedLayout<>(keyCodec, keyHash, firstGroup, endGroup, more);
    }

    int hash(K key) {
        return keyHash.applyAsInt(key);
    }

    boolean owns(int group) {
        return group >= firstGroup && group < endGroup;
    }

    @Nullable
    StateDescriptor state(String name) {
        for (StateDescriptor state : states) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return null;
    }

    /** The names of all states, for messages. */
    String names() {
        return states.isEmpty()
                ? "none"
                : states.stream().map(state -> "'" + state.name() + "'").collect(Collectors.joining(", "));
    }
}
