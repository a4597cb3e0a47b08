package dev.loopkeeper.operator.decide;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done for a job now.
 *
 * @param steps in this order; what comes after one that fails is left for the next time, but for what a worker that cannot be made does not concern
 * @param situation what stands in the way
 * @param recheck after how long the job is looked at again even if nothing happens; empty only for jobs that need nothing more
 */
public record Decision(List<Step> steps, Situation situation, Optional<Duration> recheck) {

    public Decision {
        steps = List.copyOf(steps);
    }

    /** Collects one. Owned by one thread. */
    static final class Builder {

        private final List<Step> steps = new ArrayList<>();
        private Situation situation = Situation.CLEAR;
        private Optional<Duration> recheck = Optional.empty();

        Builder add(Step step) {
            steps.add(step);
            return this;
        }

        Builder note(Situation noted) {
            situation = situation.and(noted);
            return this;
        }

        /** Looked at again after this time, or earlier; at least 100 ms from now. */
        Builder recheckIn(Duration time) {
            Duration bounded = time.compareTo(Timing.SHORTEST_RECHECK) < 0 ? Timing.SHORTEST_RECHECK : time;
            recheck = Optional.of(
                    recheck.filter(earlier -> earlier.compareTo(bounded) <= 0).orElse(bounded));
            return this;
        }

        Decision build() {
            return new Decision(steps, situation, recheck);
        }
    }
}
