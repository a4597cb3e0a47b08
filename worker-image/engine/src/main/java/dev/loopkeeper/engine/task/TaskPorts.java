package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.io.Fence;
import dev.loopkeeper.api.sink.SinkContext;
import dev.loopkeeper.api.source.SourceContext;
import dev.loopkeeper.engine.codec.Codec;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.exchange.OutputChannel;
import dev.loopkeeper.engine.log.FeedbackLog;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.ChannelId;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkReader;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.work.BackgroundWork;
import java.util.List;

/** What a slot's tasks use of the world: everything they do not decide themselves. Called on the slot's thread unless said otherwise. */
public interface TaskPorts {

    /** The region's attempt. */
    int attempt();

    String jobUid();

    String parameter(String name);

    /** Sends a report to the coordinator, in order. */
    void report(TaskReport report);

    /** Tells what was thrown, for those who need more than the line that is reported. */
    default void thrown(TaskId task, Throwable failure) {}

    BackgroundWork background();

    /** Where the chunks of a snapshot go; the upload itself is used in the background. */
    ChunkUpload upload(SnapshotId snapshot, TaskId task);

    ChunkReader chunks();

    InputChannel input(ChannelId channel);

    OutputChannel output(ChannelId channel);

    /**
     * Opens a head's log on the prefix of a restored snapshot.
     *
     * @param dropMarks whether round marks in the prefix are passed over
     */
    FeedbackLog<Object> openLog(TaskId head, Codec<Object> codec, List<LogPart> prefix, boolean dropMarks);

    SourceContext sourceContext();

    SinkContext sinkContext(String operator, int taskIndex, Fence fence);

    /** Makes the slot step again soon. Any thread. */
    void wake();
}
