package dev.loopkeeper.operator.decide;

import dev.loopkeeper.operator.observe.JobView;
import dev.loopkeeper.operator.observe.RunSpecification;
import dev.loopkeeper.operator.observe.RunView;
import java.util.List;

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

    static List<String> paths(List<String> fields) {
        return fields.stream().map(field -> "spec." + field).toList();
    }
}
