package dev.loopkeeper.benchmarks.hops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import dev.loopkeeper.api.source.SplitReader.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LapsTest {

    private static final int LAP = 200_000;

    private final Clock clock = new Clock();
    private final Laps laps = new Laps(1_000);
    private final List<Token> tokens = new ArrayList<>();

    @Test
    void endsWithTheLapInWhichItsTimeIsOver() throws Exception {
        SplitReader<Token> reader = laps.open(laps.splits(clock).getFirst(), clock);
        assertThat(reader.poll(tokens::add, LAP + 1)).isEqualTo(Progress.MORE);
        clock.now += 1_000;
        assertThat(reader.poll(tokens::add, LAP - 2)).isEqualTo(Progress.MORE);
        assertThat(reader.poll(tokens::add, LAP)).isEqualTo(Progress.ENDED);
        assertThat(tokens.size()).isEqualTo(2 * LAP);
        assertThat(tokens.subList(LAP, 2 * LAP).equals(tokens.subList(0, LAP)))
                .as("both laps are alike")
                .isTrue();
    }

    @Test
    void goesOnFromItsPosition() throws Exception {
        SplitReader<Token> reader = laps.open(new Split("laps", "199999"), clock);
        reader.poll(tokens::add, 1);
        assertThat(tokens).containsExactly(Token.start(199_999));
        assertThat(reader.position()).isEqualTo("200000");
    }

    private static final class Clock implements SourceContext {

        private long now = 1_000_000;

        @Override
        public FileSystem files() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long currentTimeMillis() {
            return now;
        }

        @Override
        public void wake() {}
    }
}
