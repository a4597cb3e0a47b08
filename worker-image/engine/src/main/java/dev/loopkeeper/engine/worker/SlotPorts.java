package dev.loopkeeper.engine.worker;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.io.FileSystem;
import dev.loopkeeper.api.io.TransactionalFiles;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.log.FeedbackLog;
import dev.loopkeeper.engine.log.LogOptions;
import dev.loopkeeper.engine.log.LogOwner;
import dev.loopkeeper.engine.log.LogPrefix;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.network.RegionExchange;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.runtime.SlotThread;
import dev.loopkeeper.engine.runtime.SpillDirectory;
import dev.loopkeeper.engine.runtime.ThreadedBackgroundWork;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.task.ChunkUpload;
import dev.loopkeeper.engine.task.TaskPorts;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The world as the tasks of one slot see it. On the slot's thread, but for what says otherwise. */
final class SlotPorts implements TaskPorts {

    private static final Logger LOG = LoggerFactory.getLogger(SlotPorts.class);

    private final DeployedRegion region;
    private final SlotThread thread;
    private final RegionExchange exchange;
    private final ThreadedBackgroundWork background;
    private final Listener listener;

    /** Who hears of the slot. On the slot's thread. */
    interface Listener {

        void report(TaskReport report);

        void failed(TaskId task, Exception cause);
    }

    SlotPorts(
            DeployedRegion region,
            SlotThread thread,
            RegionExchange exchange,
            ThreadedBackgroundWork background,
            Listener listener) {
        this.region = region;
        this.thread = thread;
        this.exchange = exchange;
        this.background = background;
        this.listener = listener;
    }

    @Override
    public int attempt() {
        return region.config().attempt();
    }

    @Override
    public String jobUid() {
        return region.config().job();
    }

    @Override
    public String parameter(String name) {
        String value = region.config().parameters().get(name);
        if (value == null) {
            throw new IllegalStateException("parameter " + name + " is not given; add it to the program's parameters");
        }
        return value;
    }

    @Override
    public void thrown(TaskId task, Throwable failure) {
        LOG.info("What task {} has thrown", task, failure);
    }

    @Override
    public void report(TaskReport report) {
        listener.report(report);
    }

    @Override
    public BackgroundWork background() {
        return background;
    }

    @Override
    public ChunkUpload upload(SnapshotId snapshot, TaskId task) {
        String entry = region.plan().vertex(task.vertex()).entry().name();
        return region.chunks().upload(snapshot, entry, task.index());
    }

    @Override
    public ChunkReader chunks() {
        return region.chunkReader();
    }

    @Override
    public InputChannel input(ChannelId channel) {
        return exchange.input(channel);
    }

    @Override
    public OutputChannel output(ChannelId channel) {
        return exchange.output(channel);
    }

    @Override
    public FeedbackLog<Object> openLog(TaskId head, Codec<Object> codec, List<LogPart> prefix, boolean dropMarks) {
        String name = region.plan().vertex(head.vertex()).entry().name() + ", head " + head.index();
        LogOptions options = LogOptions.of(name, region.bytesPerLog());
        LogOwner owner = new LogOwner() {
            @Override
            public void wake() {
                thread.wake();
            }

            @Override
            public void failed(Exception cause) {
                listener.failed(head, cause);
            }
        };
        // A codec keeps no state between calls: one for all threads.
        return FeedbackLog.open(
                options,
                () -> codec,
                background,
                new SpillDirectory(region.spillDirectory()),
                region.chunkReader(),
                owner,
                new LogPrefix(prefix, dropMarks, true));
    }

    @Override
    public SourceContext sourceContext() {
        FileSystem files = region.environment().files();
        return new SourceContext() {
            @Override
            public FileSystem files() {
                return files;
            }

            @Override
            public long currentTimeMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public void wake() {
                thread.wake();
            }
        };
    }

    @Override
    public SinkContext sinkContext(String operator, int taskIndex, Fence fence) {
        return new WorkerSinkContext(
                jobUid(), operator, taskIndex, fence, region.environment().transactionalFiles());
    }

    private record WorkerSinkContext(
            String jobUid, String operatorName, int taskIndex, Fence fence, TransactionalFiles files)
            implements SinkContext {}

    @Override
    public void wake() {
        thread.wake();
    }
}
