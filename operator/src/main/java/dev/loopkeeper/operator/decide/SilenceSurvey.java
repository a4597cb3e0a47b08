package dev.loopkeeper.operator.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;

/**
 * Which coordinators fell silent together, by when each was last heard (K5). It does not wait for each to be silent for its whole time-out: of those
 * whose last lines came within a second the first would be replaced before the others counted.
 */
public final class SilenceSurvey {

    /** One that has not been heard for so long has missed two signs of life. */
    public static final Duration QUIET = Duration.ofMillis(2500);

    /** Last lines that lie further apart are of different causes. */
    private static final Duration BEFORE = Duration.ofSeconds(10);

    /** Signs of life come every second: whoever has been heard after this is not silent with the other. */
    private static final Duration AFTER = Duration.ofMillis(1500);

    private final long[] lastHeard;

    private SilenceSurvey(long[] lastHeard) {
        this.lastHeard = lastHeard;
    }

    /** @param lastHeard of every coordinator that was ever heard */
    public static SilenceSurvey of(Collection<Instant> lastHeard) {
        return new SilenceSurvey(
                lastHeard.stream().mapToLong(Instant::toEpochMilli).sorted().toArray());
    }

    /**
     * How many fell silent together with one that was last heard at this time and is {@link #QUIET}; that one included. Of one that is not quiet yet
     * some count too that are well.
     */
    public int with(Instant time) {
        return below(time.plus(AFTER).toEpochMilli() + 1)
                - below(time.minus(BEFORE).toEpochMilli());
    }

    /** How many were last heard before this millisecond. */
    private int below(long millis) {
        int found = Arrays.binarySearch(lastHeard, millis);
        int index = found < 0 ? -found - 1 : found;
        while (index > 0 && lastHeard[index - 1] == millis) {
            index--;
        }
        return index;
    }
}
