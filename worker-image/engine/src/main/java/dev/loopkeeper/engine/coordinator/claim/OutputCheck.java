package dev.loopkeeper.engine.coordinator.claim;

import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.engine.coordinator.port.PatientWork;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Vertex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks all sinks of a job, before its first start, whether they can write where they are told to, and lets them overwrite what they are to. */
final class OutputCheck {

    private OutputCheck() {}

    private interface Question {
        void ask(Sink<?> sink, SinkContext context) throws IOException;
    }

    /**
     * Nothing is overwritten where one sink finds a fault: the job does not start then. Blocks as long as disks and stores take. To be called only where nothing of the job has run yet.
     *
     * @param contexts makes the context of a sink, by its name
     * @return one line for each sink that cannot write, with the sink's name; empty where all can
     * @throws IOException if an output's store is away: to be tried again
     */
    static List<String> problems(Plan plan, Function<String, SinkContext> contexts) throws IOException {
        List<String> problems = answers(plan, contexts, Sink::check);
        return problems.isEmpty() ? answers(plan, contexts, Sink::clear) : problems;
    }

    private static List<String> answers(Plan plan, Function<String, SinkContext> contexts, Question question)
            throws IOException {
        List<String> problems = new ArrayList<>();
        for (Vertex vertex : plan.vertices()) {
            for (Operator operator : vertex.operators()) {
                if (operator.spec() instanceof OperatorSpec.Write write) {
                    try {
                        question.ask(write.sink(), contexts.apply(operator.name()));
                    } catch (IOException | RuntimeException e) {
                        if (PatientWork.isPassing(e)) {
                            throw e;
                        }
                        problems.add("sink " + operator.name() + ": " + (e.getMessage() == null ? e : e.getMessage()));
                    }
                }
            }
        }
        return problems;
    }
}
