package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.function.Collector;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Records of a list, in a few splits, with pauses now and then. */
record MemorySource<T>(Class<T> type, List<T> records, int splitCount) implements Source<T> {

    @Override
    public List<Split> splits(SourceContext context) {
        List<Split> splits = new ArrayList<>();
        for (int split = 0; split < splitCount; split++) {
            splits.add(new Split(Integer.toString(split), Integer.toString(split)));
        }
        return splits;
    }

    @Override
    public SplitReader<T> open(Split split, SourceContext context) {
        Random pauses = new Random(split.position().hashCode());
        return new SplitReader<>() {
            private int next = Integer.parseInt(split.position());

            @Override
            public Progress poll(Collector<T> out, int limit) {
                if (next >= records.size()) {
                    return Progress.ENDED;
                }
                if (pauses.nextInt(4) == 0) {
                    return Progress.IDLE;
                }
                out.emit(records.get(next));
                next += splitCount;
                return Progress.MORE;
            }

            @Override
            public String position() {
                return Integer.toString(next);
            }

            @Override
            public void close() {}
        };
    }
}
