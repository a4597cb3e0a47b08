package dev.loopkeeper.engine.control;

import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.LogChunk;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Messages of every kind with arbitrary content, the extremes of every type among it. The same seed gives the same messages. */
final class RandomMessages {

    private static final String[] TEXTS = {
        "", "r0", "propagate", "line\nfeed", "größe", "\u0000", "日本", "\uD83D\uDE00", " "
    };
    private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40};
    private static final int[] INTS = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 300};

    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    /** One message of each kind of worker message and task report. */
    List<WorkerMessage> ofWorker() {
        List<WorkerMessage> messages = new ArrayList<>();
        messages.add(new WorkerMessage.Register(
                text(), number(), number(), number(), text(), text(), text(), text(), random.nextBoolean()));
        messages.add(new WorkerMessage.Ready());
        messages.add(new WorkerMessage.Failed(text()));
        messages.add(new WorkerMessage.Failed(text(), random.nextInt(100)));
        messages.add(new WorkerMessage.Heartbeat(
                map(this::number, this::counters),
                random.nextBoolean() ? null : new LoadedIdentity(text(), list(this::text))));
        for (TaskReport report : reports()) {
            messages.add(new WorkerMessage.Report(report));
        }
        return messages;
    }

    /** One message of each kind of coordinator message and task command. */
    List<CoordinatorMessage> ofCoordinator() {
        List<CoordinatorMessage> messages = new ArrayList<>();
        messages.add(new CoordinatorMessage.Dismiss(wide(), text()));
        messages.add(new CoordinatorMessage.Deploy(
                wide(),
                number(),
                number(),
                text(),
                list(this::number),
                map(this::number, this::text),
                map(this::number, this::number),
                map(this::task, this::part)));
        for (TaskCommand command : commands()) {
            messages.add(new CoordinatorMessage.Command(wide(), command));
        }
        return messages;
    }

    private List<TaskCommand> commands() {
        return List.of(
                new TaskCommand.Start(),
                new TaskCommand.Trigger(snapshot(), snapshot(), map(this::number, this::number), random.nextBoolean()),
                new TaskCommand.AllSent(snapshot()),
                new TaskCommand.Committed(snapshot()),
                new TaskCommand.Abort(snapshot()),
                new TaskCommand.Decide(decision()),
                new TaskCommand.Wave(number(), wide()),
                new TaskCommand.Resume(wide(), snapshot(), snapshot()),
                new TaskCommand.Close());
    }

    private List<TaskReport> reports() {
        return List.of(
                new TaskReport.Restored(task()),
                new TaskReport.BarrierSent(task(), snapshot()),
                new TaskReport.Acknowledged(task(), snapshot(), part(), wide()),
                new TaskReport.Declined(task(), snapshot(), text()),
                new TaskReport.RoundReported(task(), number(), mark()),
                new TaskReport.WaveAnswered(task(), number(), wide(), wide(), wide(), random.nextBoolean()),
                new TaskReport.Ended(task()),
                new TaskReport.Resumed(task(), random.nextBoolean(), maybe(this::decision), maybe(this::mark)),
                new TaskReport.Replayed(task()),
                new TaskReport.FirstRecord(task()),
                new TaskReport.Damaged(task(), chunk(), text()),
                new TaskReport.Mismatched(task(), text()),
                new TaskReport.Failed(task(), text(), new FailureCause(text(), random.nextBoolean())));
    }

    TaskPart part() {
        List<OperatorPart> operators = List.of(
                new OperatorPart.Keyed(text(), list(() -> new KeyGroupPart(number(), list(this::chunk)))),
                new OperatorPart.TaskValues(text(), map(this::text, () -> list(this::bytes))),
                new OperatorPart.Splits(text(), list(() -> new Split(text(), text())), wide()),
                new OperatorPart.Head(
                        text(),
                        number(),
                        maybe(this::decision),
                        list(this::log),
                        maybe(this::mark),
                        random.nextBoolean()),
                new OperatorPart.Tail(text(), wide()),
                new OperatorPart.Transactions(text(), list(this::text)));
        return new TaskPart(text(), number(), random.nextBoolean(), maybe(this::rounds), operators);
    }

    private LogPart log() {
        return new LogPart(list(() -> new LogChunk(chunk(), number(), number())), maybe(this::mark));
    }

    private ChunkRef chunk() {
        return new ChunkRef(text(), wide(), number(), random.nextInt());
    }

    private RoundProgress rounds() {
        return new RoundProgress(
                number(),
                number(),
                maybe(this::bits),
                list(() -> new RoundProgress.Delivered(text(), number(), maybe(this::bits))));
    }

    private RoundMark mark() {
        return new RoundMark(number(), number(), maybe(this::bits), maybe(this::bits), wide());
    }

    private LoopDecision decision() {
        LoopDecision.Kind[] kinds = LoopDecision.Kind.values();
        return new LoopDecision(number(), number(), kinds[random.nextInt(kinds.length)], maybe(this::bits));
    }

    private SlotCounters counters() {
        return new SlotCounters(wide(), wide(), wide(), wide(), number());
    }

    private SnapshotId snapshot() {
        return new SnapshotId(wide(), wide());
    }

    private TaskId task() {
        return new TaskId(number(), number());
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        return bytes;
    }

    private long[] bits() {
        long[] bits = new long[random.nextInt(4)];
        for (int index = 0; index < bits.length; index++) {
            bits[index] = wide();
        }
        return bits;
    }

    private String text() {
        return random.nextInt(3) == 0
                ? Long.toString(random.nextLong(), Character.MAX_RADIX)
                : TEXTS[random.nextInt(TEXTS.length)];
    }

    private int number() {
        return random.nextBoolean() ? random.nextInt() : INTS[random.nextInt(INTS.length)];
    }

    private long wide() {
        return random.nextBoolean() ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int size = random.nextInt(4); size > 0; size--) {
            list.add(element.get());
        }
        return list;
    }

    private <K, V> Map<K, V> map(Supplier<K> key, Supplier<V> value) {
        Map<K, V> map = new HashMap<>();
        for (int size = random.nextInt(4); size > 0; size--) {
            map.put(key.get(), value.get());
        }
        return map;
    }
}
