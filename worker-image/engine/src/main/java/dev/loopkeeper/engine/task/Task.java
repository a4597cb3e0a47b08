package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.Control.Barrier;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A task: a state machine that never blocks, driven by its slot. This class holds what all kinds share: how a task takes part in snapshots
 * and how it ends. A snapshot is at most one at a time; those that are over are one watermark, and whatever belongs to one at or below it is ignored.
 */
abstract class Task {

    final TaskId id;
    final TaskChain chain;
    final TaskPorts ports;
    private final Vertex vertex;
    private SnapshotId watermark;
    private boolean started;
    private boolean closed;
    private boolean ended;

    /** Whether a restored state says that the operators have been told of the end. */
    private boolean endTold;

    SnapshotRun run;

    Task(TaskId id, Vertex vertex, TaskChain chain, TaskPorts ports, SnapshotId watermark) {
        this.id = id;
        this.vertex = vertex;
        this.chain = chain;
        this.ports = ports;
        this.watermark = watermark;
    }

    /** Opens the operators and brings their state back, then reports {@link TaskReport.Restored}. */
    final void restore(TaskPart part, Completion<Void> done) throws IOException {
        chain.open();
        if (part == null) {
            done.succeeded(null);
            return;
        }
        endTold = part.ended();
        restored(part);
        ports.background().start("restore " + id, () -> chain.load(part, ports.chunks()), new Completion<Runnable>() {
            @Override
            public void succeeded(Runnable install) {
                try {
                    install.run();
                } catch (RuntimeException failure) {
                    done.failed(failure);
                    return;
                }
                done.succeeded(null);
            }

            @Override
            public void failed(Exception cause) {
                done.failed(cause);
            }
        });
    }

    /** Takes back what this kind of task keeps beside its operators' state. */
    abstract void restored(TaskPart part);

    final String name() {
        return vertex.name();
    }

    final boolean running() {
        return started && !closed;
    }

    final boolean ended() {
        return ended;
    }

    /** Processes up to about {@code budget} records; returns whether anything was done. */
    final boolean step(int budget) throws IOException {
        if (!running()) {
            return false;
        }
        chain.backpressure().refresh();
        return advance(budget);
    }

    abstract boolean advance(int budget) throws IOException;

    /** Takes a command of the coordinator. */
    void handle(TaskCommand command) throws IOException {
        switch (command) {
            case TaskCommand.Start start -> begin();
            case TaskCommand.Committed committed -> resolve(committed.snapshot(), true);
            case TaskCommand.Abort abort -> resolve(abort.snapshot(), false);
            case TaskCommand.Resume resume -> {
                if (run == null || !run.snapshot.equals(resume.undecided())) {
                    if (run != null) {
                        finish(run.snapshot.equals(resume.committed()));
                    }
                    goOn();
                }
                raise(new SnapshotId(resume.claim(), 0));
                ports.report(resumed());
            }
            case TaskCommand.Close close -> close();
            case TaskCommand.Trigger trigger -> {}
            case TaskCommand.AllSent sent -> {}
            case TaskCommand.Decide decide -> {}
            case TaskCommand.Wave wave -> answer(wave);
        }
    }

    private void begin() throws IOException {
        if (!started) {
            started = true;
            chain.start();
            begun();
        }
    }

    /** Called once, when the task begins to run. */
    void begun() throws IOException {}

    abstract void answer(TaskCommand.Wave wave);

    /** What a new coordinator has to know of this task. */
    TaskReport.Resumed resumed() {
        return new TaskReport.Resumed(id, ended, null, null);
    }

    final void close() {
        if (!closed) {
            closed = true;
            chain.close();
            closed();
        }
    }

    void closed() {}

    // Snapshots

    /** The snapshot's run in this task; null if it is over already. Learns from {@code committed} how the one before ended. */
    final SnapshotRun join(SnapshotId snapshot, SnapshotId committed) {
        if (!snapshot.isAfter(watermark)) {
            return null;
        }
        if (run != null && run.snapshot.equals(snapshot)) {
            return run;
        }
        if (run != null) {
            if (run.snapshot.isAfter(snapshot)) {
                return null;
            }
            finish(run.snapshot.equals(committed));
        }
        run = new SnapshotRun(snapshot);
        return run;
    }

    private void resolve(SnapshotId snapshot, boolean committed) {
        if (run != null && !run.snapshot.isAfter(snapshot)) {
            finish(committed && run.snapshot.equals(snapshot));
        }
        raise(snapshot);
    }

    private void raise(SnapshotId snapshot) {
        if (snapshot.isAfter(watermark)) {
            watermark = snapshot;
        }
    }

    private void finish(boolean committed) {
        SnapshotRun finished = run;
        run = null;
        finished.over = true;
        raise(finished.snapshot);
        if (committed) {
            chain.committed(finished.snapshot);
        } else {
            if (finished.cut) {
                chain.aborted(finished.snapshot);
            }
        }
        over(finished, committed);
    }

    /** Nobody stops this region any more: what stands still behind the cut of a stop snapshot, a committed one too, moves again. */
    void goOn() {}

    /** A snapshot that this task took part in is over: no trace of it may stay (R9). */
    abstract void over(SnapshotRun finished, boolean committed);

    /** The cut: one atomic step in which the state is taken and the barrier sent. */
    final void cut(Barrier barrier) throws IOException {
        run.cut = true;
        run.stop = barrier.stop();
        run.ended = ended || endTold;
        run.rounds = roundProgress();
        List<PendingPart> parts = new ArrayList<>();
        chain.capture(barrier.snapshot(), parts);
        SnapshotRun cutRun = run;
        cutRun.outstanding++;
        chain.barrier(barrier);
        upload(cutRun, parts);
        cutRun.outstanding--;
        acknowledge(cutRun);
    }

    abstract RoundProgress roundProgress();

    /** Writes parts in the background; the snapshot is acknowledged when nothing is outstanding. */
    final void upload(SnapshotRun target, List<PendingPart> parts) {
        if (parts.isEmpty()) {
            return;
        }
        target.outstanding++;
        ChunkUpload chunks = ports.upload(target.snapshot, id);
        ports.background()
                .start(
                        "snapshot " + target.snapshot + " of " + id,
                        () -> {
                            List<OperatorPart> written = new ArrayList<>();
                            for (PendingPart part : parts) {
                                written.add(part.write(chunks));
                            }
                            chunks.finish();
                            return written;
                        },
                        new Completion<List<OperatorPart>>() {
                            @Override
                            public void succeeded(List<OperatorPart> written) {
                                if (target.over) {
                                    return;
                                }
                                for (int part = 0; part < written.size(); part++) {
                                    parts.get(part).durable(written.get(part));
                                }
                                target.parts.addAll(written);
                                target.uploadedBytes += chunks.bytes();
                                target.outstanding--;
                                acknowledge(target);
                            }

                            @Override
                            public void failed(Exception cause) {
                                if (!target.over && !target.declined) {
                                    target.declined = true;
                                    ports.report(new TaskReport.Declined(id, target.snapshot, FailureText.of(cause)));
                                }
                            }
                        });
    }

    final void acknowledge(SnapshotRun target) {
        if (target.over || !target.cut || target.outstanding > 0 || target.acknowledged || target.declined) {
            return;
        }
        target.acknowledged = true;
        TaskPart part = new TaskPart(vertex.entry().name(), id.index(), target.ended, target.rounds, target.parts);
        ports.report(new TaskReport.Acknowledged(id, target.snapshot, part, target.uploadedBytes));
    }

    // The end

    /** No record will come: tells the operators, once in the job's life, and what follows, once in each attempt. */
    final void end() {
        if (!ended) {
            ended = true;
            chain.end(endTold);
            ports.report(new TaskReport.Ended(id));
        }
    }
}
