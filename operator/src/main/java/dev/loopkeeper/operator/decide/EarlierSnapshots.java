package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.provider.ProviderState;

/** No silent start from nothing: who could have gone on from an earlier job of the same name is told where that is (K19). */
final class EarlierSnapshots {

    private EarlierSnapshots() {}

    static void decide(Observation seen, ProviderState state, Decision.Builder decision) {
        String address = state.earlierSnapshots();
        // Only a coordinator that starts from nothing looks for it; its first snapshot may be faster than that.
        if (address != null && seen.job().spec().snapshots().restoreFrom() == null) {
            decision.add(new Step.TellOnce(
                    true,
                    "EarlierSnapshotsFound",
                    "an earlier job of this name has left snapshots at " + address
                            + "; this one started from nothing. To go on from there, delete it and apply it again with spec.snapshots.restoreFrom: "
                            + address));
        }
    }
}
