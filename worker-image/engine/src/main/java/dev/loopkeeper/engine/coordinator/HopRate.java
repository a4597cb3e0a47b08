package dev.loopkeeper.engine.coordinator;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many records circulate in a second, over the last seconds. */
final class HopRate {

    private static final long WINDOW_MILLIS = 5_000;

    private record Sample(long time, long hops) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** The rate after this count was reached at this time. */
    double at(long now, long hops) {
        samples.addLast(new Sample(now, hops));
        while (samples.size() > 2 && samples.getFirst().time() < now - WINDOW_MILLIS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long millis = now - first.time();
        return millis <= 0 ? 0 : Math.max(0, (hops - first.hops()) * 1000.0 / millis);
    }
}
