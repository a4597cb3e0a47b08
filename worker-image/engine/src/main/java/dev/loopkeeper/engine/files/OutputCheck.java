package dev.loopkeeper.engine.files;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Vertex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks all sinks of a job, before its first start, whether they can write where they are told to. */
public final class OutputCheck {

    private OutputCheck() {}

    /**
     * Blocks as long as disks and stores take. To be called only where nothing of the job has run yet.
     *
     * @return one line for each sink that cannot write, with the sink's name; empty where all can
     */
    public static List<String> problems(Plan plan, String jobUid, TransactionalFiles files) {
        List<String> problems = new ArrayList<>();
        for (Vertex vertex : plan.vertices()) {
            for (Operator operator : vertex.operators()) {
                if (operator.spec() instanceof OperatorSpec.Write write) {
                    try {
                        write.sink().check(new Checking(jobUid, operator.name(), files));
                    } catch (IOException | RuntimeException e) {
                        problems.add("sink " + operator.name() + ": " + (e.getMessage() == null ? e : e.getMessage()));
                    }
                }
            }
        }
        return problems;
    }

    private record Checking(String jobUid, String operatorName, TransactionalFiles files) implements SinkContext {

        @Override
        public int taskIndex() {
            return -1;
        }

        @Override
        public Fence fence() {
            throw new IllegalStateException("nothing is written before a job's first start");
        }
    }
}
