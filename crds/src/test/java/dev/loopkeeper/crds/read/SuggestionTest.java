package dev.loopkeeper.crds.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {

    /** Published examples of the optimal string alignment distance, upper and lower case aside. */
    @ParameterizedTest
    @CsvSource({
        "kitten, sitting, 3",
        "ca, abc, 3",
        "ab, ba, 1",
        "flaw, lawn, 2",
        "Memory, memory, 0",
        "'', abc, 3",
        "same, same, 0"
    })
    void countsMistakes(String typed, String meant, int mistakes) {
        assertThat(Suggestion.mistakes(typed, meant)).isEqualTo(mistakes);
        assertThat(Suggestion.mistakes(meant, typed)).isEqualTo(mistakes);
    }

    @Test
    void findsTheClosestWord() {
        assertThat(Suggestion.closest("intervall", List.of("timeout", "interval", "internal")))
                .contains("interval");
    }

    @Test
    void suggestsNothingFarFetched() {
        assertThat(Suggestion.closest("xy", List.of("timeout", "interval"))).isEmpty();
    }
}
