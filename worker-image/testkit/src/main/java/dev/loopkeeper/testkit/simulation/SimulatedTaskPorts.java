package dev.loopkeeper.testkit.simulation;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.log.FeedbackLog;
import dev.loopkeeper.engine.log.LogOptions;
import dev.loopkeeper.engine.log.LogOwner;
import dev.loopkeeper.engine.log.LogPrefix;
import dev.loopkeeper.engine.message.CoordinatorMessage.Deploy;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.task.ChunkUpload;
import dev.loopkeeper.engine.task.Slot;
import dev.loopkeeper.engine.task.TaskPorts;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.util.List;

/** The world of one slot in the simulation. */
final class SimulatedTaskPorts implements TaskPorts {

    /** Small, so that logs spill now and then. */
    private static final long LOG_BUDGET = 16 * 1024;

    private final SimulatedCluster cluster;
    private final SimulatedWorker worker;
    private final Deploy deploy;
    private final SimulatedExchange exchange;
    private final BackgroundWork work;
    private Slot slot;

    SimulatedTaskPorts(SimulatedCluster cluster, SimulatedWorker worker, Deploy deploy, SimulatedExchange exchange) {
        this.cluster = cluster;
        this.worker = worker;
        this.deploy = deploy;
        this.exchange = exchange;
        this.work = new SimulatedWork(cluster.time(), worker::alive, Runnable::run);
    }

    void owns(Slot owned) {
        slot = owned;
    }

    @Override
    public int attempt() {
        return deploy.attempt();
    }

    @Override
    public String jobUid() {
        return cluster.uid();
    }

    @Override
    public String parameter(String name) {
        return cluster.parameter(name);
    }

    @Override
    public void report(TaskReport report) {
        worker.report(report);
    }

    @Override
    public BackgroundWork background() {
        return work;
    }

    @Override
    public ChunkUpload upload(SnapshotId snapshot, TaskId task) {
        return new SimulatedUpload(cluster.store(), deploy.folder(), snapshot, deploy.attempt(), task);
    }

    @Override
    public ChunkReader chunks() {
        return new SimulatedChunks(cluster.store());
    }

    @Override
    public InputChannel input(ChannelId channel) {
        return exchange.channel(channel);
    }

    @Override
    public OutputChannel output(ChannelId channel) {
        return exchange.channel(channel);
    }

    @Override
    public FeedbackLog<Object> openLog(TaskId head, Codec<Object> codec, List<LogPart> prefix, boolean dropMarks) {
        return FeedbackLog.open(
                LogOptions.of("head " + head, LOG_BUDGET),
                () -> codec,
                work,
                new SimulatedSpill(cluster.spillRoom()),
                chunks(),
                new LogOwner() {
                    @Override
                    public void wake() {}

                    @Override
                    public void failed(Exception cause) {
                        slot.fail(head, cause);
                    }
                },
                new LogPrefix(prefix, dropMarks, true));
    }

    @Override
    public SourceContext sourceContext() {
        return cluster.sourceContext();
    }

    @Override
    public SinkContext sinkContext(String operator, int taskIndex, Fence fence) {
        return cluster.sinkContext(operator, taskIndex, fence);
    }

    @Override
    public void wake() {}
}
