package dev.loopkeeper.engine.log;

import dev.loopkeeper.engine.codec.Codec;

/**
 * Weighs runs of records. Where all records of the last run weighed the same, only some of the next are asked, and the others if one of those
 * differs: types of fixed size, the usual case, cost next to nothing.
 */
final class Weigher<T> {

    /** What the log itself needs for an entry. */
    private static final int REFERENCE_BYTES = 4;

    private static final int SAMPLE_EVERY = 16;

    private final Codec<T> codec;
    /** What each record of the last run weighed, or -1 if they differed. */
    private int uniform = -1;

    Weigher(Codec<T> codec) {
        this.codec = codec;
    }

    long weigh(Object[] records, int from, int to) {
        if (to <= from) {
            return 0;
        }
        if (uniform >= 0 && sampleIsUniform(records, from, to)) {
            return (long) (uniform + REFERENCE_BYTES) * (to - from);
        }
        return weighEach(records, from, to);
    }

    private boolean sampleIsUniform(Object[] records, int from, int to) {
        for (int i = from; i < to; i += SAMPLE_EVERY) {
            if (weight(records[i]) != uniform) {
                return false;
            }
        }
        return weight(records[to - 1]) == uniform;
    }

    private long weighEach(Object[] records, int from, int to) {
        int first = weight(records[from]);
        boolean same = true;
        long sum = 0;
        for (int i = from; i < to; i++) {
            int weight = weight(records[i]);
            same &= weight == first;
            sum += weight;
        }
        uniform = same ? first : -1;
        return sum + (long) REFERENCE_BYTES * (to - from);
    }

    @SuppressWarnings("unchecked")
    private int weight(Object record) {
        return Math.max(0, codec.weigh((T) record));
    }
}
