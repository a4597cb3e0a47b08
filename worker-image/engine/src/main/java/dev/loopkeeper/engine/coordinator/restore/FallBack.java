package dev.loopkeeper.engine.coordinator.restore;

import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What follows when a committed snapshot cannot be restored because a chunk of it is missing or damaged (R14). Pure. To go back is right only if
 * nothing outside was committed since: output that follows from the newer snapshot's state would be written a second time.
 */
public sealed interface FallBack {

    /** The option by which a job accepts that output is written again. */
    String OPTION = "spec.recovery.onDamagedSnapshot: RepeatOutput";

    /**
     * The region goes on from an earlier snapshot of its chain.
     *
     * @param repeated how many committed transactions will be written again; 0 unless the job accepts that
     */
    record To(Manifest snapshot, int repeated) implements FallBack {}

    /** The newest snapshot does not name the chunk: it is restored as after any failure. */
    record Restart() implements FallBack {}

    /** The job stops as it is: once the object is back, a later run goes on. */
    record Stop(String reason) implements FallBack {}

    /**
     * Decides.
     *
     * @param chain the region's retained snapshots, oldest first. Empty for a region that has none of its own yet
     * @param damage one line that names the object
     * @param repeatOutput whether the job accepts repeated output
     */
    static FallBack of(List<Manifest> chain, ChunkRef damaged, String damage, boolean repeatOutput) {
        if (chain.isEmpty()) {
            return new Stop("the snapshot that the job starts from cannot be restored: " + damage + ". " + PUT_BACK);
        }
        Manifest newest = chain.getLast();
        if (!newest.chunks().contains(damaged)) {
            return new Restart();
        }
        String refused = "snapshot " + newest.snapshot() + " cannot be restored: " + damage;
        int target = chain.size() - 2;
        // Snapshots are incremental: those before it may name the very same chunk.
        while (target >= 0 && chain.get(target).chunks().contains(damaged)) {
            target--;
        }
        if (target < 0) {
            return new Stop(refused + ", and no retained snapshot before it does without it. " + PUT_BACK);
        }
        Manifest earlier = chain.get(target);
        Set<Committed> since = new HashSet<>();
        chain.subList(target + 1, chain.size()).forEach(manifest -> since.addAll(transactions(manifest)));
        since.removeAll(transactions(earlier));
        if (!since.isEmpty() && !repeatOutput) {
            return new Stop(
                    refused + ". Snapshot " + earlier.snapshot() + " before it is not used, because " + since.size()
                            + " output transactions were committed since and would be written twice. " + PUT_BACK
                            + ", or accept repeated output by " + OPTION);
        }
        return new To(earlier, since.size());
    }

    /** What helps whenever an object of the store is lost. */
    String PUT_BACK =
            "Put the object back, from a backup or an older version of it in the bucket, and run the job again";

    /** A transaction by the sink that it belongs to. */
    record Committed(String operator, String transaction) {}

    private static Set<Committed> transactions(Manifest manifest) {
        Set<Committed> all = new HashSet<>();
        for (TaskPart task : manifest.tasks()) {
            for (OperatorPart part : task.operators()) {
                if (part instanceof OperatorPart.Transactions(String operator, List<String> transactions)) {
                    transactions.forEach(transaction -> all.add(new Committed(operator, transaction)));
                }
            }
        }
        return all;
    }
}
