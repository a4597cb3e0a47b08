package dev.loopkeeper.api.loop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A loop in rounds (supersteps): what is fed back in one round is the input of the next. It ends at the {@linkplain #limit limit}, when the
 * {@linkplain #until convergence test} holds, or, with {@link #untilQuiet}, when nothing was fed back.
 *
 * @param limit the number of rounds after which the loop ends, at least 1
 * @param quiet whether a round that feeds nothing back is the last one
 * @param convergence the test that ends the loop when it holds
 * @param aggregates the aggregates that operators of the loop may contribute to, with distinct names
 */
public record Rounds(int limit, boolean quiet, Convergence convergence, List<Aggregate> aggregates) implements Loop {

    private static final Convergence NEVER = (round, aggregates) -> false;

    public Rounds {
        if (limit < 1) {
            throw new IllegalArgumentException("a loop needs a limit of at least 1 round, got " + limit);
        }
        aggregates = List.copyOf(aggregates);
        Set<String> names = new HashSet<>();
        for (Aggregate aggregate : aggregates) {
            if (!names.add(aggregate.name())) {
                throw new IllegalArgumentException("two aggregates of one loop are named " + aggregate.name());
            }
        }
    }

    /** A loop of a fixed number of rounds. */
    public static Rounds limit(int rounds) {
        return new Rounds(rounds, false, NEVER, List.of());
    }

    /** A loop that ends when a round feeds nothing back. */
    public static Rounds untilQuiet() {
        return new Rounds(Integer.MAX_VALUE, true, NEVER, List.of());
    }

    /** The same loop, ended by a test over the aggregates as well. */
    public Rounds until(Convergence test) {
        return new Rounds(limit, quiet, test, aggregates);
    }

    /** The same loop, ended after a number of rounds as well. */
    public Rounds atMost(int rounds) {
        return new Rounds(rounds, quiet, convergence, aggregates);
    }

    /** The same loop with one more aggregate. */
    public Rounds with(Aggregate aggregate) {
        List<Aggregate> more = new ArrayList<>(aggregates);
        more.add(aggregate);
        return new Rounds(limit, quiet, convergence, more);
    }

    /** Decides on the coordinator, once for each round, whether a loop has converged. Must be a pure function. */
    @FunctionalInterface
    public interface Convergence {

        boolean reached(int round, Aggregates aggregates);
    }
}
