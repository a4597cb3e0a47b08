package dev.loopkeeper.benchmarks.hops;

import dev.loopkeeper.benchmarks.BenchmarkException;
import java.util.Map;

/** Checks that nothing was lost and nothing counted twice. */
final class Visits {

    private Visits() {}

    /** In each lap every key is visited equally often. */
    static void check(Map<Integer, Long> visits, long laps) throws BenchmarkException {
        if (visits.size() != Course.KEYS) {
            throw new BenchmarkException(visits.size() + " keys were counted, not " + Course.KEYS);
        }
        for (Map.Entry<Integer, Long> entry : visits.entrySet()) {
            if (entry.getValue() != laps * Course.VISITS) {
                throw new BenchmarkException("key " + entry.getKey() + " was visited " + entry.getValue() + " times in "
                        + laps + " laps, not " + laps * Course.VISITS);
            }
        }
    }
}
