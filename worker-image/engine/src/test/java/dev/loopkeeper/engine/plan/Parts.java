package dev.loopkeeper.engine.plan;

import dev.loopkeeper.api.Dataflow;
import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.Stream;
import dev.loopkeeper.api.function.KeyedTwoInputFunction;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.sink.Sink;
import dev.loopkeeper.api.sink.SinkCommitter;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.sink.SinkWriter;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.api.source.SplitReader;
import java.util.List;
import java.util.Map;

/** Parts of programs that only have a shape: they are planned and never run. */
final class Parts {

    private Parts() {}

    record Link(String source, String target) {}

    record Label(String vertex, String label) {}

    record Nothing<T>(Class<T> type) implements Source<T> {

        @Override
        public List<Split> splits(SourceContext context) {
            return List.of();
        }

        @Override
        public SplitReader<T> open(Split split, SourceContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record Drain<T>() implements Sink<T> {

        @Override
        public SinkWriter<T> open(SinkContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SinkCommitter committer(SinkContext context) {
            throw new UnsupportedOperationException();
        }
    }

    static final class KeepSmallest implements KeyedTwoInputFunction<String, Label, Link, Label> {

        @Override
        public void processFirst(String key, Label record, Output<Label> output) {}

        @Override
        public void processSecond(String key, Link record, Output<Label> output) {}
    }

    static <T> Stream<T> source(Dataflow flow, String name, Class<T> type) {
        return flow.read(name, new Nothing<>(type));
    }

    static <T> Sink<T> drain() {
        return new Drain<>();
    }

    static Plan plan(int parallelism, Program program) {
        return Planner.plan(program, Map.of(), parallelism);
    }

    static Vertex vertexOf(Plan plan, String operator) {
        return plan.vertices().stream()
                .filter(vertex ->
                        vertex.operators().stream().anyMatch(each -> each.name().equals(operator)))
                .findFirst()
                .orElseThrow();
    }

    static Operator operator(Plan plan, String name) {
        return vertexOf(plan, name).operators().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
