package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.engine.coordinator.restore.FallBack;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.provider.RegionFailure;
import java.util.List;

/** What follows when a region has lost an attempt. Pure. */
sealed interface AfterLoss {

    /**
     * Another attempt.
     *
     * @param delayMillis from now
     * @param fallBack the earlier snapshot that it goes back to; null for the committed one
     * @param note what people are told of it; empty for nothing
     */
    record Restart(long delayMillis, Manifest fallBack, String note) implements AfterLoss {}

    /** The job has failed, for good. */
    record Fail(String reason) implements AfterLoss {}

    /** The job stops as it is: when people have mended what is wrong, a later run goes on. */
    record Stop(String reason) implements AfterLoss {}

    /**
     * Decides after a failure of any kind but damage.
     *
     * @param delay what the restart budget says: milliseconds, or {@link RestartStrategy#GIVE_UP}
     * @param exhausted what the budget says of itself when it gives up
     */
    static AfterLoss of(RegionFailure failure, long delay, String exhausted) {
        return delay == RestartStrategy.GIVE_UP
                ? new Fail(failure.message() + " [" + exhausted + "]")
                : new Restart(delay, null, "");
    }

    /**
     * Decides where something of a snapshot was found to be missing or damaged (R14). Whatever becomes of it counts against the budget, so that no
     * loop of restores goes on for ever; but a snapshot that can be repaired never ends in a verdict, which would be for good.
     *
     * @param chain the region's retained snapshots, oldest first
     * @param damage what is wrong with the chunk in the store; null if it is intact there, or nobody can tell
     * @param repeatOutput whether the job accepts repeated output
     */
    static AfterLoss ofDamage(
            RegionFailure failure,
            List<Manifest> chain,
            ChunkRef chunk,
            String damage,
            boolean repeatOutput,
            long delay,
            String exhausted) {
        FallBack decision = damage == null ? new FallBack.Restart() : FallBack.of(chain, chunk, damage, repeatOutput);
        if (decision instanceof FallBack.Stop(String reason)) {
            return new Stop(reason);
        }
        if (delay == RestartStrategy.GIVE_UP) {
            return new Stop(failure.message() + " [" + exhausted + "]. " + FallBack.PUT_BACK);
        }
        if (decision instanceof FallBack.To(Manifest earlier, int repeated)) {
            return new Restart(
                    delay,
                    earlier,
                    "goes back from snapshot " + chain.getLast().snapshot() + " to " + earlier.snapshot() + ": "
                            + damage + "; " + repeated + " committed transactions of output will be written again");
        }
        return new Restart(delay, null, "");
    }
}
