package dev.loopkeeper.operator.decide;

import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StoreAddress;
import org.jspecify.annotations.Nullable;

/**
 * No silent start from nothing (K19): a job that names no store has its snapshots in what was the operator's default when it ran. With another default
 * its next run would find none.
 */
final class StoreChange {

    private static final String SAME_STORE =
            "if that is the same store by another address, list the earlier one in the chart value defaultStore.formerEndpoints";

    private StoreChange() {}

    /** Whether the next run finds what those before it have left; a job that has left nothing may start anywhere, and is mended so (K18). */
    static boolean holds(Observation seen, Decision.Builder decision) {
        String before = seen.run().map(RunView::store).orElse(null);
        Preparation preparation = seen.preparation();
        StoreAddress now = preparation == null ? null : preparation.store();
        boolean named = seen.job().spec().snapshots().store() != null;
        if (named || before == null || now == null || now.isAt(before) || !snapshotsMayBeThere(seen)) {
            return true;
        }
        decision.note(Situation.stalled(
                "DefaultStoreChanged",
                "the job's snapshots are at " + before + ", and the operator's default store would have it at " + now
                        + ": " + SAME_STORE
                        + ", otherwise give the operator its earlier default store back, or go on in a job"
                        + " of another name, with that store in spec.snapshots.store and spec.snapshots.restoreFrom"));
        return false;
    }

    /**
     * Gives a run that goes on the default store's credentials after a rotation (K16). Where that is another store by now it keeps those that it has:
     * its pods could no longer reach their own. That is told, because nothing else would say why a rotation does not arrive.
     */
    static void credentials(RunView run, Preparation preparation, Decision.Builder decision) {
        StoreAddress now = preparation.store();
        if (preparation.credentialsReady()) {
            return;
        }
        if (now == null || run.store() == null || now.isAt(run.store())) {
            decision.add(new Step.CopyCredentials());
            return;
        }
        decision.add(new Step.TellOnce(
                true,
                "CredentialsNotCopied",
                "the credentials of the operator's default store are those of " + now
                        + ", and the job's pods, which are at " + run.store() + ", are not given them: " + SAME_STORE));
    }

    /** Whoever was suspended has left a stop snapshot, also where the status was not written since. */
    private static boolean snapshotsMayBeThere(Observation seen) {
        boolean suspended = seen.runs().stream()
                .map(RunView::end)
                .anyMatch(end -> end != null && end.outcome() == RunEnd.Outcome.SUSPENDED);
        return suspended || written(seen.job().status());
    }

    private static boolean written(@Nullable IterativeJobStatus status) {
        if (status == null) {
            return false;
        }
        boolean omitted = status.regionsOmitted() != null && status.regionsOmitted() > 0;
        boolean regions =
                status.regions() != null && status.regions().stream().anyMatch(region -> region.lastSnapshot() != null);
        return status.lastSnapshot() != null || omitted || regions;
    }
}
