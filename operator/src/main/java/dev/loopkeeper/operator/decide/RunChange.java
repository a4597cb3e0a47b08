package dev.loopkeeper.operator.decide;

import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.observe.JobView;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.PodPhase;
import dev.loopkeeper.operator.observe.RunSpecification;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.ProviderState;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** In what a job's specification differs from what a run of it was started with. */
final class RunChange {

    private RunChange() {}

    /**
     * The fields that take a new run; empty if the run serves the specification. Of the generation that it was started with it always does:
     * other defaults of a new operator or schema leave it alone (K9).
     */
    static List<String> of(JobView job, RunView run) {
        return job.generation() == run.generation()
                ? List.of()
                : run.specification().differences(RunSpecification.of(job.spec()));
    }

    /**
     * Those and, as long as it matters what the job starts from, that: a wrong address must not be read again and again after it was mended (K18). It
     * does no more where the job has a snapshot of its own (K19), or has work from which a stop would make one.
     */
    static List<String> wanted(Observation seen, RunView run) {
        List<String> changed = of(seen.job(), run);
        boolean mended = seen.job().generation() != run.generation()
                && !Objects.equals(
                        run.specification().restoreFrom(),
                        seen.job().spec().snapshots().restoreFrom());
        if (!mended || hasSnapshot(seen) || works(seen)) {
            return changed;
        }
        return Stream.concat(changed.stream(), Stream.of("snapshots.restoreFrom"))
                .toList();
    }

    private static boolean works(Observation seen) {
        return seen.workers().stream().anyMatch(pod -> pod.phase() == PodPhase.RUNNING);
    }

    private static boolean hasSnapshot(Observation seen) {
        IterativeJobStatus status = seen.job().status();
        boolean written = status != null
                && (status.lastSnapshot() != null
                        || (status.regions() != null
                                && status.regions().stream().anyMatch(region -> region.lastSnapshot() != null)));
        return written
                || seen.stream().map(StreamView::state).map(ProviderState::regions).stream()
                        .flatMap(List::stream)
                        .anyMatch(region -> region.lastSnapshot() != null);
    }

    static List<String> paths(List<String> fields) {
        return fields.stream().map(field -> "spec." + field).toList();
    }
}
