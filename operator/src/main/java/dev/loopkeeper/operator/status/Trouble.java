package dev.loopkeeper.operator.status;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.ConditionStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.decide.Situation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a job's way, and since when it is the same cause.
 *
 * @param since when this cause was first seen
 */
public record Trouble(Situation situation, Instant since) {

    /** After so long the same cause is a stall (K21). */
    public static final Duration STALL = Duration.ofSeconds(30);

    /** What a process that has just started takes over from the status: a stall stays one while its cause is there. */
    public static Trouble written(@Nullable IterativeJobStatus status) {
        if (status != null && status.conditions() != null) {
            for (Condition condition : status.conditions()) {
                if (condition.type().equals(Conditions.STALLED) && condition.status() == ConditionStatus.TRUE) {
                    return new Trouble(
                            new Situation(Situation.Kind.HINDERED, condition.reason(), condition.message()),
                            condition.lastTransitionTime().minus(STALL));
                }
            }
        }
        return new Trouble(Situation.CLEAR, Instant.EPOCH);
    }

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
