package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.loop.Rounds;
import dev.loopkeeper.api.source.Source;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.codec.Codecs;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.plan.AggregateLayout;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.plan.Edge;
import dev.loopkeeper.engine.plan.LoopPlan;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.Operator.Target;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Partitioning;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the tasks of one slot from the plan. */
public final class SlotBuilder {

    private final Plan plan;
    private final int index;
    private final long claim;
    private final TaskPorts ports;

    private SlotBuilder(Plan plan, int index, long claim, TaskPorts ports) {
        this.plan = plan;
        this.index = index;
        this.claim = claim;
        this.ports = ports;
    }

    /**
     * Builds a slot.
     *
     * @param index the task index that the slot runs
     * @param claim the claim of the coordinator that deploys it; part of the names of what its sinks begin
     */
    public static Slot build(Plan plan, Region region, int index, long claim, TaskPorts ports) {
        SlotBuilder builder = new SlotBuilder(plan, index, claim, ports);
        List<Task> tasks = new ArrayList<>();
        Map<Integer, HeadTask> heads = new HashMap<>();
        for (TaskId id : region.tasks()) {
            if (id.index() == index) {
                Task task = builder.task(id);
                tasks.add(task);
                if (task instanceof HeadTask head) {
                    heads.put(plan.vertex(id.vertex()).entry().id(), head);
                }
            }
        }
        for (Task task : tasks) {
            for (TailOperator tail : task.chain.tails()) {
                OperatorSpec.Tail spec = (OperatorSpec.Tail) tail.operator.spec();
                LoopPlan.Variable variable =
                        plan.loops().get(spec.loop()).variables().get(spec.variable());
                tail.feed(heads.get(variable.head()));
            }
        }
        return new Slot(tasks, ports);
    }

    private Task task(TaskId id) {
        Vertex vertex = plan.vertex(id.vertex());
        TaskChain chain = new ChainBuilder(id, vertex).build();
        Operator entry = vertex.entry();
        return switch (entry.spec()) {
            case OperatorSpec.Read read ->
                new SourceTask(id, vertex, chain, (SourceOperator) chain.entry(), ports, SnapshotId.NONE);
            case OperatorSpec.Head head -> {
                LoopPlan loop = plan.loops().get(head.loop());
                yield new HeadTask(
                        id,
                        vertex,
                        head.loop(),
                        head.variable(),
                        loop.kind() instanceof Rounds,
                        AggregateLayout.of(loop.kind()),
                        chain,
                        gate(vertex, -1),
                        codec(loop.variables().get(head.variable()).type()),
                        ports,
                        SnapshotId.NONE);
            }
            default ->
                new InputTask(
                        id,
                        vertex,
                        chain,
                        gate(vertex, entry.loop()),
                        entry.loop(),
                        layout(entry),
                        ports,
                        SnapshotId.NONE);
        };
    }

    private AggregateLayout layout(Operator operator) {
        return operator.loop() < 0
                ? null
                : AggregateLayout.of(plan.loops().get(operator.loop()).kind());
    }

    private InputGate gate(Vertex vertex, int loop) {
        List<InputGate.Input> inputs = new ArrayList<>();
        for (int edgeId : vertex.inputs()) {
            Edge edge = plan.edge(edgeId);
            for (ChannelId channel : plan.channels(edge)) {
                if (channel.to() == index) {
                    inputs.add(new InputGate.Input(
                            plan.edgeName(edge),
                            channel.from(),
                            edge.input(),
                            loop >= 0 && edge.loop() == loop,
                            ports.input(channel)));
                }
            }
        }
        return new InputGate(inputs);
    }

    @SuppressWarnings("unchecked")
    private static Codec<Object> codec(Class<?> type) {
        return Codecs.of((Class<Object>) type);
    }

    /** Makes the operators of one task and what connects them. */
    private final class ChainBuilder {

        private final TaskId task;
        private final Vertex vertex;
        private final Backpressure backpressure = new Backpressure();
        private final Map<Integer, OperatorRuntime> operators = new HashMap<>();
        private final List<EdgeWriter> edges = new ArrayList<>();
        private final List<EdgeWriter> loopEdges = new ArrayList<>();

        ChainBuilder(TaskId task, Vertex vertex) {
            this.task = task;
            this.vertex = vertex;
        }

        TaskChain build() {
            List<OperatorRuntime> ordered = new ArrayList<>();
            for (Operator operator : vertex.operators()) {
                OperatorRuntime runtime = runtime(operator);
                operators.put(operator.id(), runtime);
                ordered.add(runtime);
            }
            for (OperatorRuntime runtime : ordered) {
                runtime.output = output(runtime.operator);
            }
            return new TaskChain(ordered, edges, loopEdges, backpressure);
        }

        @SuppressWarnings("unchecked")
        private OperatorRuntime runtime(Operator operator) {
            return switch (operator.spec()) {
                case OperatorSpec.Read read ->
                    new SourceOperator(operator, (Source<Object>) read.source(), ports.sourceContext());
                case OperatorSpec.Head head -> new HeadOperator(operator);
                case OperatorSpec.Tail tail -> new TailOperator(operator);
                case OperatorSpec.MapRecords map -> StatelessOperator.map(operator, map);
                case OperatorSpec.FilterRecords filter -> StatelessOperator.filter(operator, filter);
                case OperatorSpec.FlatMapRecords flatMap -> StatelessOperator.flatMap(operator, flatMap);
                case OperatorSpec.Write write ->
                    new SinkOperator(operator, write.sink(), task, ports, claim, backpressure);
                case OperatorSpec.Process process -> function(operator);
                case OperatorSpec.ProcessTwo process -> function(operator);
                case OperatorSpec.ProcessKeyed process -> function(operator);
                case OperatorSpec.ProcessKeyedTwo process -> function(operator);
            };
        }

        private FunctionOperator function(Operator operator) {
            try {
                return FunctionOperator.of(operator, layout(operator), index, plan.parallelism(), ports);
            } catch (RuntimeException | StackOverflowError e) {
                throw OperatorFailure.of(operator.name(), e);
            }
        }

        private OperatorOutput output(Operator operator) {
            OperatorOutput.Builder builder = new OperatorOutput.Builder();
            for (Operator.Output output : operator.outputs()) {
                switch (output.target()) {
                    case Target.Chained chained -> {
                        OperatorRuntime next = operators.get(chained.operator());
                        builder.add(output.tag(), new ChainedReceiver(next, chained.input()));
                        if (operator.loop() >= 0 && next.operator.loop() == operator.loop()) {
                            builder.addMarkTarget(next);
                        }
                    }
                    case Target.ToEdge toEdge -> {
                        Edge edge = plan.edge(toEdge.edge());
                        EdgeWriter writer = edgeWriter(edge);
                        builder.add(output.tag(), writer);
                        if (edge.loop() >= 0) {
                            loopEdges.add(writer);
                            builder.addMarkTarget(markTarget(edge, writer));
                        }
                    }
                }
            }
            return builder.build();
        }

        private EdgeWriter edgeWriter(Edge edge) {
            List<OutputChannel> channels = new ArrayList<>();
            for (ChannelId channel : plan.channels(edge)) {
                if (channel.from() == index) {
                    channels.add(ports.output(channel));
                }
            }
            Codec<Object> codec = codec(edge.type());
            boolean varying = codec.mutable() || edge.type() == String.class;
            EdgeWriter writer = EdgeWriter.of(edge.partitioning(), channels, varying ? codec : null, backpressure);
            edges.add(writer);
            return writer;
        }

        /** A mark goes to all channels of an edge; the partial aggregates to the task of the same index only. */
        private OperatorOutput.MarkTarget markTarget(Edge edge, EdgeWriter writer) {
            int own = edge.partitioning() instanceof Partitioning.Forward ? 0 : index;
            return (mark, identity) -> {
                for (int channel = 0; channel < writer.width(); channel++) {
                    writer.send(channel, channel == own ? mark : mark.withPartial(identity));
                }
            };
        }
    }
}
