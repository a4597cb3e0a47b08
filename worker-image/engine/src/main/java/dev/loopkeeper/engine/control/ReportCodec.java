package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.control.wire.ControlWire;
import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.TaskId;

/** The reports of tasks, as they travel. */
final class ReportCodec {

    private ReportCodec() {}

    static ControlWire.TaskReport encode(TaskReport report) {
        ControlWire.TaskReport.Builder wire = ControlWire.TaskReport.newBuilder();
        TaskId task = switch (report) {
            case TaskReport.Restored restored -> {
                wire.setRestored(ControlWire.Restored.getDefaultInstance());
                yield restored.task();
            }
            case TaskReport.BarrierSent sent -> {
                wire.setBarrierSent(
                        ControlWire.BarrierSent.newBuilder().setSnapshot(SnapshotCodec.encode(sent.snapshot())));
                yield sent.task();
            }
            case TaskReport.Acknowledged acknowledged -> {
                wire.setAcknowledged(ControlWire.Acknowledged.newBuilder()
                        .setSnapshot(SnapshotCodec.encode(acknowledged.snapshot()))
                        .setPart(SnapshotCodec.encode(acknowledged.part()))
                        .setUploadedBytes(acknowledged.uploadedBytes()));
                yield acknowledged.task();
            }
            case TaskReport.Declined declined -> {
                wire.setDeclined(ControlWire.Declined.newBuilder()
                        .setSnapshot(SnapshotCodec.encode(declined.snapshot()))
                        .setReason(declined.reason()));
                yield declined.task();
            }
            case TaskReport.RoundReported reported -> {
                wire.setRoundReported(ControlWire.RoundReported.newBuilder()
                        .setVariable(reported.variable())
                        .setMark(SnapshotCodec.encode(reported.mark())));
                yield reported.head();
            }
            case TaskReport.WaveAnswered answered -> {
                wire.setWaveAnswered(ControlWire.WaveAnswered.newBuilder()
                        .setLoop(answered.loop())
                        .setWave(answered.wave())
                        .setSent(answered.sent())
                        .setReceived(answered.received())
                        .setOutsideEnded(answered.outsideEnded()));
                yield answered.task();
            }
            case TaskReport.Ended ended -> {
                wire.setEnded(ControlWire.Ended.getDefaultInstance());
                yield ended.task();
            }
            case TaskReport.Resumed resumed -> {
                wire.setResumed(encode(resumed));
                yield resumed.task();
            }
            case TaskReport.Replayed replayed -> {
                wire.setReplayed(ControlWire.Replayed.getDefaultInstance());
                yield replayed.task();
            }
            case TaskReport.FirstRecord first -> {
                wire.setFirstRecord(ControlWire.FirstRecord.getDefaultInstance());
                yield first.task();
            }
            case TaskReport.Damaged damaged -> {
                wire.setDamaged(ControlWire.TaskDamaged.newBuilder()
                        .setChunk(HeadCodec.encode(damaged.chunk()))
                        .setMessage(damaged.message()));
                yield damaged.task();
            }
            case TaskReport.Mismatched mismatched -> {
                wire.setMismatched(ControlWire.TaskMismatched.newBuilder().setMessage(mismatched.message()));
                yield mismatched.task();
            }
            case TaskReport.Failed failed -> {
                wire.setFailed(ControlWire.TaskFailed.newBuilder()
                        .setMessage(failed.message())
                        .setOrigin(failed.cause().origin())
                        .setDiskFull(failed.cause().diskFull()));
                yield failed.task();
            }
        };
        return wire.setTask(SnapshotCodec.encode(task)).build();
    }

    private static ControlWire.Resumed encode(TaskReport.Resumed resumed) {
        ControlWire.Resumed.Builder wire = ControlWire.Resumed.newBuilder().setEnded(resumed.ended());
        if (resumed.decision() != null) {
            wire.setDecision(SnapshotCodec.encode(resumed.decision()));
        }
        if (resumed.undecided() != null) {
            wire.setUndecided(SnapshotCodec.encode(resumed.undecided()));
        }
        return wire.build();
    }

    static TaskReport decode(ControlWire.TaskReport wire) {
        TaskId task = SnapshotCodec.decode(wire.getTask());
        return switch (wire.getReportCase()) {
            case RESTORED -> new TaskReport.Restored(task);
            case BARRIER_SENT ->
                new TaskReport.BarrierSent(
                        task, SnapshotCodec.decode(wire.getBarrierSent().getSnapshot()));
            case ACKNOWLEDGED -> {
                ControlWire.Acknowledged acknowledged = wire.getAcknowledged();
                yield new TaskReport.Acknowledged(
                        task,
                        SnapshotCodec.decode(acknowledged.getSnapshot()),
                        SnapshotCodec.decode(acknowledged.getPart()),
                        acknowledged.getUploadedBytes());
            }
            case DECLINED ->
                new TaskReport.Declined(
                        task,
                        SnapshotCodec.decode(wire.getDeclined().getSnapshot()),
                        wire.getDeclined().getReason());
            case ROUND_REPORTED ->
                new TaskReport.RoundReported(
                        task,
                        wire.getRoundReported().getVariable(),
                        SnapshotCodec.decode(wire.getRoundReported().getMark()));
            case WAVE_ANSWERED -> {
                ControlWire.WaveAnswered answered = wire.getWaveAnswered();
                yield new TaskReport.WaveAnswered(
                        task,
                        answered.getLoop(),
                        answered.getWave(),
                        answered.getSent(),
                        answered.getReceived(),
                        answered.getOutsideEnded());
            }
            case ENDED -> new TaskReport.Ended(task);
            case RESUMED -> {
                ControlWire.Resumed resumed = wire.getResumed();
                yield new TaskReport.Resumed(
                        task,
                        resumed.getEnded(),
                        resumed.hasDecision() ? SnapshotCodec.decode(resumed.getDecision()) : null,
                        resumed.hasUndecided() ? SnapshotCodec.decode(resumed.getUndecided()) : null);
            }
            case REPLAYED -> new TaskReport.Replayed(task);
            case FIRST_RECORD -> new TaskReport.FirstRecord(task);
            case DAMAGED ->
                new TaskReport.Damaged(
                        task,
                        HeadCodec.decode(wire.getDamaged().getChunk()),
                        wire.getDamaged().getMessage());
            case MISMATCHED ->
                new TaskReport.Mismatched(task, wire.getMismatched().getMessage());
            case FAILED -> {
                ControlWire.TaskFailed failed = wire.getFailed();
                yield new TaskReport.Failed(
                        task, failed.getMessage(), new FailureCause(failed.getOrigin(), failed.getDiskFull()));
            }
            case REPORT_NOT_SET ->
                throw new MalformedMessageException("a worker sent an unknown report of task " + task);
        };
    }
}
