package dev.loopkeeper.operator.status;

import dev.loopkeeper.operator.decide.Situation;
import java.time.Duration;
import java.time.Instant;

/**
 * What stands in a job's way, and since when it is the same cause.
 *
 * @param since when this cause was first seen
 */
public record Trouble(Situation situation, Instant since) {

    /** After so long the same cause is a stall (K21). */
    public static final Duration STALL = Duration.ofSeconds(30);

    /** The trouble now, given that before: the clock of a cause goes on while it is the same. */
    public static Trouble next(Trouble before, Situation now, Instant time) {
        boolean same = before.situation.kind() == now.kind()
                && before.situation.reason().equals(now.reason());
        return new Trouble(now, same ? before.since : time);
    }

    /** Whether it has become a stall, which only a person can end. */
    public boolean stalled(Instant now) {
        return switch (situation.kind()) {
            case STALLED -> true;
            case HINDERED -> !Duration.between(since, now).minus(STALL).isNegative();
            case WAITING, CLEAR -> false;
        };
    }
}
