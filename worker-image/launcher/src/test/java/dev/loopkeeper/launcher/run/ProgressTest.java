package dev.loopkeeper.launcher.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.JobPhase;
import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.ProviderProtocol;
import dev.loopkeeper.provider.SnapshotTotals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ProgressTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintStream(written, true, UTF_8), interactive);
    }

    private static JobStatus status(@Nullable Long round) {
        return new JobStatus(
                ProviderProtocol.VERSION,
                "words",
                JobPhase.RUNNING,
                null,
                1,
                1,
                "",
                null,
                null,
                round,
                1_234,
                5_678,
                910,
                2_048,
                SnapshotTotals.NONE,
                0,
                List.of(),
                List.of(),
                List.of());
    }

    /** What stands on a terminal's last line at the end of each update. */
    private List<String> drawn() {
        return written.toString(UTF_8)
                .lines()
                .flatMap(line -> List.of(line.split("\033\\[K")).stream())
                .map(line -> line.replace("\r", ""))
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Test
    void onATerminalOneLineIsWrittenOverAgainAndRemovedAtTheEnd() {
        Terminal terminal = terminal(true);
        try (Progress progress = new Progress(terminal, "words", 0, new RunTally())) {
            progress.show(status(null));
            progress.show(status(null));
        }
        assertThat(drawn())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("words [")
                        .contains("loop log 2.00 KiB", "0 snapshots")
                        .hasSizeLessThanOrEqualTo(terminal.width()));
        assertThat(drawn().getFirst()).isNotEqualTo(drawn().getLast());
        assertThat(written.toString(UTF_8)).doesNotContain("\n").endsWith("\r\033[K");
    }

    @Test
    void whereRoundsAreKnownTheBarFills() {
        try (Progress progress = new Progress(terminal(true), "words", 4, new RunTally())) {
            progress.show(status(2L));
        }
        assertThat(drawn().getLast()).startsWith("words").contains("75%", "3/4 rounds");
    }

    @Test
    void elsewhereNothingIsWrittenOverAgain() {
        try (Progress progress = new Progress(terminal(false), "words", 4, new RunTally())) {
            progress.show(status(2L));
        }
        assertThat(written.toString(UTF_8)).isEmpty();
    }

    @Test
    void theSignOfLifeGoesFromSideToSide() {
        assertThat(List.of(Progress.life(0), Progress.life(1), Progress.life(5), Progress.life(6), Progress.life(10)))
                .containsExactly("[<=>     ]", "[ <=>    ]", "[     <=>]", "[    <=> ]", "[<=>     ]");
    }

    @Test
    void aNarrowTerminalShowsWholePartsOnly() {
        List<String> parts = List.of("910 hops/s", "loop log 2.00 KiB", "0 snapshots");
        assertThat(Progress.fitting("words  ", parts, 47)).isEqualTo("words  910 hops/s, loop log 2.00 KiB");
        assertThat(Progress.fitting("words  ", parts, 49)).endsWith(", 0 snapshots");
        assertThat(Progress.fitting("words of many books", parts, 5)).isEqualTo("words");
    }
}
