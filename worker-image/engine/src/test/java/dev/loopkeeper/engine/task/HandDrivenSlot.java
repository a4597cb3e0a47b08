package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.log.FeedbackLog;
import dev.loopkeeper.engine.log.LogOptions;
import dev.loopkeeper.engine.log.LogOwner;
import dev.loopkeeper.engine.log.LogPrefix;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.plan.Edge;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Planner;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.runtime.SpillDirectory;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.io.FileNotFoundException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * One slot of a program, driven by hand: nothing arrives, is processed or becomes durable before a test says so. Channels to and from slots
 * that are not there are filled and emptied by the test.
 */
final class HandDrivenSlot implements TaskPorts, BackgroundWork {

    static final SnapshotId NONE = SnapshotId.NONE;

    private final Plan plan;
    private final int index;
    private final Slot slot;
    private final Map<ChannelId, Wire> wires = new HashMap<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final Map<String, byte[]> chunks;
    private final List<TaskReport> reports = new ArrayList<>();

    private HandDrivenSlot(Program program, int parallelism, int index, Map<String, byte[]> chunks) {
        this.plan = Planner.plan(program, Map.of(), parallelism);
        this.index = index;
        this.chunks = chunks;
        this.slot = SlotBuilder.build(plan, plan.regions().getFirst(), index, 1, this);
    }

    /** A slot that has its state, empty or restored, and has been started. */
    static HandDrivenSlot started(
            Program program, int parallelism, int index, Map<TaskId, TaskPart> parts, Map<String, byte[]> chunks) {
        HandDrivenSlot driven = new HandDrivenSlot(program, parallelism, index, chunks);
        driven.slot.restore(parts.isEmpty() ? driven.firstSplits() : parts);
        driven.work();
        driven.command(new TaskCommand.Start());
        return driven;
    }

    static HandDrivenSlot started(Program program, int parallelism, int index) {
        return started(program, parallelism, index, Map.of(), new HashMap<>());
    }

    /** Each source begins with its one split. */
    private Map<TaskId, TaskPart> firstSplits() {
        Map<TaskId, TaskPart> parts = new HashMap<>();
        for (Vertex vertex : plan.vertices()) {
            if (vertex.entry().spec() instanceof OperatorSpec.Read) {
                String name = vertex.entry().name();
                OperatorPart splits = new OperatorPart.Splits(name, List.of(new Split("only", "0")), 0);
                parts.put(new TaskId(vertex.id(), index), new TaskPart(name, index, false, null, List.of(splits)));
            }
        }
        return parts;
    }

    /** The same slot, restored from what its tasks have acknowledged for a snapshot. */
    HandDrivenSlot restored(Program program, SnapshotId snapshot) {
        Map<TaskId, TaskPart> parts = new HashMap<>();
        all(TaskReport.Acknowledged.class).stream()
                .filter(report -> report.snapshot().equals(snapshot))
                .forEach(report -> parts.put(report.task(), report.part()));
        return started(program, plan.parallelism(), index, parts, chunks);
    }

    // Driving

    void command(TaskCommand command) {
        slot.handle(command);
    }

    static TaskCommand trigger(SnapshotId snapshot, SnapshotId committed, int decided, boolean stop) {
        return new TaskCommand.Trigger(snapshot, committed, Map.of(0, decided), stop);
    }

    /** Does the background work that was asked for. */
    void work() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    /** Steps until there is nothing to do; background work waits. */
    void steps() {
        // An idle step sends batches that are not full: there may be something to do afterwards.
        int idle = 0;
        for (int count = 0; idle < 2; count++) {
            idle = slot.step(16) ? 0 : idle + 1;
            if (count > 100_000) {
                throw new AssertionError("it does not come to rest");
            }
        }
    }

    void step(int budget) {
        slot.step(budget);
    }

    /** Steps and works until there is nothing to do. */
    void settle() {
        do {
            steps();
            if (work.isEmpty()) {
                return;
            }
            work();
        } while (true);
    }

    Slot slot() {
        return slot;
    }

    // Looking

    Plan plan() {
        return plan;
    }

    /** The task whose chain holds an operator. */
    TaskId task(String operator) {
        return new TaskId(vertex(operator).id(), index);
    }

    private Vertex vertex(String operator) {
        for (Vertex vertex : plan.vertices()) {
            for (Operator candidate : vertex.operators()) {
                if (candidate.name().equals(operator)) {
                    return vertex;
                }
            }
        }
        throw new IllegalArgumentException("no operator " + operator);
    }

    /** The channel between the tasks that hold two operators. */
    Wire wire(String from, int fromIndex, String to, int toIndex) {
        for (Edge edge : plan.edges()) {
            if (edge.from() == vertex(from).id() && edge.to() == vertex(to).id()) {
                return wire(new ChannelId(edge.id(), fromIndex, toIndex));
            }
        }
        throw new IllegalArgumentException("no edge from " + from + " to " + to);
    }

    Wire wire(String from, String to) {
        return wire(from, index, to, index);
    }

    private Wire wire(ChannelId id) {
        return wires.computeIfAbsent(id, unused -> new Wire());
    }

    <R extends TaskReport> List<R> all(Class<R> kind) {
        return reports.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What the task of an operator has acknowledged for a snapshot; null if it has not. */
    TaskPart acknowledged(String operator, SnapshotId snapshot) {
        return all(TaskReport.Acknowledged.class).stream()
                .filter(report -> report.task().equals(task(operator))
                        && report.snapshot().equals(snapshot))
                .map(TaskReport.Acknowledged::part)
                .findFirst()
                .orElse(null);
    }

    OperatorPart.Head head(String operator, SnapshotId snapshot) {
        return acknowledged(operator, snapshot).part(OperatorPart.Head.class, operator);
    }

    boolean allAcknowledged(SnapshotId snapshot) {
        long tasks = plan.regions().getFirst().tasks().stream()
                .filter(task -> task.index() == index)
                .count();
        return all(TaskReport.Acknowledged.class).stream()
                        .filter(report -> report.snapshot().equals(snapshot))
                        .count()
                == tasks;
    }

    // Ports

    @Override
    public <T> void start(String name, Callable<T> callable, Completion<T> done) {
        work.add(() -> {
            T result;
            try {
                result = callable.call();
            } catch (Exception failure) {
                done.failed(failure);
                return;
            }
            done.succeeded(result);
        });
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public String jobUid() {
        return "uid";
    }

    @Override
    public String parameter(String name) {
        return null;
    }

    @Override
    public void report(TaskReport report) {
        if (report instanceof TaskReport.Failed failed) {
            throw new AssertionError(failed.message());
        }
        reports.add(report);
    }

    @Override
    public BackgroundWork background() {
        return this;
    }

    @Override
    public ChunkUpload upload(SnapshotId snapshot, TaskId task) {
        return new ChunkUpload() {
            private long bytes;

            @Override
            public ChunkRef add(ByteBuffer content) {
                byte[] copy = new byte[content.remaining()];
                content.duplicate().get(copy);
                String key = "chunk-" + chunks.size();
                chunks.put(key, copy);
                bytes += copy.length;
                return new ChunkRef(key, 0, copy.length, 0);
            }

            @Override
            public void finish() {}

            @Override
            public long bytes() {
                return bytes;
            }
        };
    }

    @Override
    public ChunkReader chunks() {
        return chunk -> {
            byte[] content = chunks.get(chunk.object());
            if (content == null) {
                throw new FileNotFoundException(chunk.object());
            }
            return content;
        };
    }

    @Override
    public Wire input(ChannelId channel) {
        return wire(channel);
    }

    @Override
    public Wire output(ChannelId channel) {
        return wire(channel);
    }

    @Override
    public FeedbackLog<Object> openLog(TaskId head, Codec<Object> codec, List<LogPart> prefix, boolean dropMarks) {
        LogOwner owner = new LogOwner() {
            @Override
            public void wake() {}

            @Override
            public void failed(Exception cause) {
                throw new AssertionError(cause);
            }
        };
        Path spill = Path.of(System.getProperty("java.io.tmpdir"), "loopkeeper-hand-driven");
        return FeedbackLog.open(
                LogOptions.of("head " + head, 64 << 20),
                () -> codec,
                this,
                new SpillDirectory(spill),
                chunks(),
                owner,
                new LogPrefix(prefix, dropMarks, true));
    }

    @Override
    public SourceContext sourceContext() {
        return null;
    }

    @Override
    public SinkContext sinkContext(String operator, int taskIndex, Fence fence) {
        return null;
    }

    @Override
    public void wake() {}
}
