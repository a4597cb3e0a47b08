package dev.loopkeeper.crds.read;

import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.RecoveryScope;
import dev.loopkeeper.crds.v1alpha1.SurvivorPolicy;
import java.util.ArrayList;
import java.util.List;

/** What the resource can say and nothing can do yet: refused, locally and on a cluster, rather than done otherwise without a word. */
public final class NotPossibleYet {

    private NotPossibleYet() {}

    /** What a specification asks for in vain, each with its path and what to do; empty if nothing. */
    public static List<String> of(IterativeJobSpec spec) {
        List<String> refusals = new ArrayList<>();
        if (spec.recovery().survivors() == SurvivorPolicy.IN_PLACE) {
            refusals.add("spec.recovery.survivors: InPlace is not possible yet; leave it out, or use Recreate");
        }
        if (spec.recovery().scope() == RecoveryScope.TASK) {
            refusals.add("spec.recovery.scope: Task is not possible yet; leave it out, or use Region or Job");
        }
        return refusals;
    }
}
