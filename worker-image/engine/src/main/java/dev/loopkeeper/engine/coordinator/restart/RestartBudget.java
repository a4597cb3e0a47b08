package dev.loopkeeper.engine.coordinator.restart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A region's restart budget: the failures that count, and what the strategy makes of them. */
public final class RestartBudget {

    /** A task that fails by the same cause so often, with no snapshot between, fails for a reason that a restart does not mend. */
    private static final int SAME_FAILURES = 5;

    private final Supplier<RestartStrategy> strategy;
    private final List<Long> failures = new ArrayList<>();
    private final Map<String, Integer> programFailures = new HashMap<>();
    private int same;

    /** @param strategy the one in force: it may change while the region runs (K17) */
    public RestartBudget(Supplier<RestartStrategy> strategy) {
        this.strategy = strategy;
    }

    /**
     * Counts a failure.
     *
     * @param programFailure what the program's own code failed by, the same for the same cause; null for every other loss
     * @return milliseconds until the next start, or {@link RestartStrategy#GIVE_UP}
     */
    public long failed(long now, String programFailure, double random) {
        failures.add(now);
        // Others may fail in between: of two bad records each is met first now and then.
        same = programFailure == null ? 0 : programFailures.merge(programFailure, 1, Integer::sum);
        if (same >= SAME_FAILURES) {
            return RestartStrategy.GIVE_UP;
        }
        return strategy.get().delay(List.copyOf(failures), random);
    }

    /** The last failure was none that counts (K23): it no longer does. A start that it has put off stays so. */
    public void pardon() {
        if (!failures.isEmpty()) {
            failures.removeLast();
        }
    }

    /** The region has committed a snapshot. */
    public void committed() {
        same = 0;
        programFailures.clear();
        if (strategy.get().resetBySnapshot()) {
            failures.clear();
        }
    }

    /** Why no more restart is tried. */
    public String exhausted() {
        return same >= SAME_FAILURES
                ? "failed " + same + " times in the same way with no snapshot between"
                : strategy.get().describe();
    }
}
