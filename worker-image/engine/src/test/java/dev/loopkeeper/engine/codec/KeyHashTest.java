package dev.loopkeeper.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.ProgramException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected values are published test vectors of Murmur3, or were computed by a program in another language: they are fixed for ever. */
final class KeyHashTest {

    record One(int block) {}

    record Place(String city, CodecSamples.Color color, List<Long> path) {}

    private record Secret(long id, String name) {}

    record WithArray(int[] numbers) {}

    record WithDouble(String name, List<Double> numbers) {}

    record WithMap(Map<String, String> map) {}

    @Test
    void recordsAreHashedByMurmur3OverTheirComponents() {
        KeyHash<One> one = KeyHash.of(One.class);
        assertThat(one.hash(new One(0x87654321))).isEqualTo(0xF55B516B);
        assertThat(one.hash(new One(0))).isEqualTo(0x2362F9DE);
        // The bytes of "test", little-endian.
        assertThat(one.hash(new One(0x74736574))).isEqualTo(0xBA6BD213);
        assertThat(KeyHash.of(CodecSamples.Hop.class).hash(new CodecSamples.Hop(-3, 64)))
                .isEqualTo(0x68D2F2D5);
        assertThat(KeyHash.of(CodecSamples.Label.class).hash(new CodecSamples.Label("libc6", "apt")))
                .isEqualTo(0x0D773D55);
    }

    @Test
    void plainKeysAreHashedByTheFinalizer() {
        assertThat(KeyHash.of(String.class).hash("libc6")).isEqualTo(0xEF345FB3);
        assertThat(KeyHash.of(Integer.class).hash(1)).isEqualTo(0x514E28B7);
        assertThat(KeyHash.of(Long.class).hash(1L)).isEqualTo(0x34C2CB2C);
        assertThat(KeyHash.of(Long.class).hash(-1L)).isEqualTo(0x4B825F21);
    }

    @Test
    void equalKeysHaveEqualHashesAndOthersDiffer() {
        KeyHash<Place> places = KeyHash.of(Place.class);
        Place place = new Place("Lisbon", CodecSamples.Color.GREEN, List.of(1L, 2L));
        assertThat(places.hash(new Place(new String("Lisbon"), CodecSamples.Color.GREEN, List.of(1L, 2L))))
                .isEqualTo(places.hash(place));
        assertThat(places.hash(new Place("Lisbon", CodecSamples.Color.GREEN, List.of(2L, 1L))))
                .isNotEqualTo(places.hash(place));
        assertThat(places.hash(new Place("Lisbon", CodecSamples.Color.RED, List.of(1L, 2L))))
                .isNotEqualTo(places.hash(place));
        assertThat(places.hash(new Place(null, null, null))).isNotEqualTo(places.hash(place));
        assertThat(KeyHash.of(Secret.class).hash(new Secret(1, "a")))
                .isEqualTo(KeyHash.of(Secret.class).hash(new Secret(1, "a")));
    }

    @Test
    void alternativesWithEqualComponentsDiffer() {
        KeyHash<CodecSamples.Message> messages = KeyHash.of(CodecSamples.Message.class);
        Set<Integer> hashes = new HashSet<>();
        hashes.add(messages.hash(new CodecSamples.Text("1")));
        hashes.add(messages.hash(new CodecSamples.Count(1)));
        hashes.add(messages.hash(new CodecSamples.Stone(1)));
        hashes.add(messages.hash(CodecSamples.Fruit.APPLE));
        hashes.add(messages.hash(CodecSamples.Fruit.PEAR));
        assertThat(hashes).hasSize(5);
    }

    @Test
    void groupsAreEvenForKeysInARow() {
        KeyHash<Long> hash = KeyHash.of(Long.class);
        int[] counts = new int[KeyGroups.COUNT];
        int keys = 128_000;
        for (long key = 0; key < keys; key++) {
            counts[KeyGroups.group(hash.hash(key))]++;
        }
        // 1,000 expected in each, with a standard deviation of 32.
        assertThat(IntStream.of(counts).boxed()).allMatch(count -> count > 800 && count < 1200);
    }

    @Test
    void keysThatAreNotEqualByTheirContentAreRefused() {
        assertThatThrownBy(() -> KeyHash.of(int[].class))
                .isInstanceOf(ProgramException.class)
                .hasMessage(
                        "type int[] cannot be a key: it is of type int[], and arrays are not equal by their content;"
                                + " use strings, whole numbers, enums or records of these");
        assertThatThrownBy(() -> KeyHash.of(WithArray.class)).hasMessageContaining("its part numbers is of type int[]");
        assertThatThrownBy(() -> KeyHash.of(WithDouble.class))
                .hasMessageContaining("its part numbers.element is of type double");
        assertThatThrownBy(() -> KeyHash.of(WithMap.class)).hasMessageContaining("its part map is of type Map");
        assertThatThrownBy(() -> KeyHash.of(Float.class)).isInstanceOf(ProgramException.class);
        assertThatThrownBy(() -> KeyHash.of(Optional.class)).isInstanceOf(ProgramException.class);
    }
}
