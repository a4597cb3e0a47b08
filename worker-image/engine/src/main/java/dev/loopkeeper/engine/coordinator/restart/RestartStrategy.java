package dev.loopkeeper.engine.coordinator.restart;

import java.util.List;

/** Whether and when a region is started again after a failure. Pure: a function of the failures since the budget was last reset. */
public sealed interface RestartStrategy {

    /** Never started again. */
    long GIVE_UP = -1;

    /**
     * The delay before the next start.
     *
     * @param failures the times of the counted failures since the last reset, this one included, in ascending milliseconds
     * @param random from 0 to 1, for jitter
     * @return milliseconds from now, or {@link #GIVE_UP}
     */
    long delay(List<Long> failures, double random);

    /** Whether a committed snapshot gives the region its budget back. */
    default boolean resetBySnapshot() {
        return true;
    }

    /** What people read when the budget is used up. */
    String describe();

    record None() implements RestartStrategy {

        @Override
        public long delay(List<Long> failures, double random) {
            return GIVE_UP;
        }

        @Override
        public String describe() {
            return "recovery.restart is None";
        }
    }

    /** The same delay each time, so many times. */
    record FixedDelay(int attempts, long delayMillis) implements RestartStrategy {

        @Override
        public long delay(List<Long> failures, double random) {
            return failures.size() > attempts ? GIVE_UP : delayMillis;
        }

        @Override
        public String describe() {
            return attempts
                    + " restarts without a snapshot between them are used up (recovery.restart.fixedDelay.attempts)";
        }
    }

    /** Up to so many failures in an interval. */
    record FailureRate(int failuresPerInterval, long intervalMillis, long delayMillis) implements RestartStrategy {

        @Override
        public long delay(List<Long> failures, double random) {
            long from = failures.getLast() - intervalMillis;
            long recent = failures.stream().filter(time -> time > from).count();
            return recent > failuresPerInterval ? GIVE_UP : delayMillis;
        }

        /** The rate is over time; a snapshot says nothing about it. */
        @Override
        public boolean resetBySnapshot() {
            return false;
        }

        @Override
        public String describe() {
            return "more than " + failuresPerInterval + " failures in " + intervalMillis / 1000
                    + " s (recovery.restart.failureRate)";
        }
    }

    /** The first restart soon, then with a growing delay; never gives up. */
    record ExponentialDelay(long initialMillis, long thenMillis, long maxMillis, int multiplier, int jitterPercent)
            implements RestartStrategy {

        @Override
        public long delay(List<Long> failures, double random) {
            if (failures.size() <= 1) {
                return initialMillis;
            }
            double delay = thenMillis * Math.pow(multiplier, Math.min(60, failures.size() - 2));
            double bounded = Math.min(maxMillis, delay);
            return Math.round(bounded * (1 + (random * 2 - 1) * jitterPercent / 100));
        }

        @Override
        public String describe() {
            return "recovery.restart.exponentialDelay";
        }
    }
}
