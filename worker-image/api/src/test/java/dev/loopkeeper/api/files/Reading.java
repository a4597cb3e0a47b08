package dev.loopkeeper.api.files;

import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import dev.loopkeeper.api.source.SplitReader.Progress;
import java.util.ArrayList;
import java.util.List;

/** Reads sources as a task does. */
final class Reading {

    private Reading() {}

    /** All records of a source, split by split. */
    static <T> List<T> all(Source<T> source, MemoryFiles files) throws Exception {
        List<T> records = new ArrayList<>();
        for (Split split : source.splits(files)) {
            upTo(source, split, files, Integer.MAX_VALUE, records);
        }
        return records;
    }

    /** Reads so many records of a split, or all; returns where it stands then. */
    static <T> Split upTo(Source<T> source, Split split, MemoryFiles files, int count, List<T> into) throws Exception {
        int wanted = count;
        try (SplitReader<T> reader = source.open(split, files)) {
            while (wanted > 0) {
                int before = into.size();
                Progress progress = reader.poll(into::add, Math.min(wanted, 7));
                wanted -= into.size() - before;
                if (progress == Progress.ENDED) {
                    break;
                }
                if (progress == Progress.IDLE) {
                    files.awaitWake();
                }
            }
            return new Split(split.id(), reader.position());
        }
    }
}
