package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.control.wire.ControlWire;
import dev.loopkeeper.engine.message.TaskCommand;

/** The commands to tasks, as they travel. */
final class CommandCodec {

    private CommandCodec() {}

    static ControlWire.Command encode(long claim, TaskCommand command) {
        ControlWire.Command.Builder wire = ControlWire.Command.newBuilder().setClaim(claim);
        switch (command) {
            case TaskCommand.Start start -> wire.setStart(ControlWire.Start.getDefaultInstance());
            case TaskCommand.Trigger trigger ->
                wire.setTrigger(ControlWire.Trigger.newBuilder()
                        .setSnapshot(SnapshotCodec.encode(trigger.snapshot()))
                        .setCommitted(SnapshotCodec.encode(trigger.committed()))
                        .putAllDecisions(trigger.decisions())
                        .setStop(trigger.stop()));
            case TaskCommand.AllSent sent ->
                wire.setAllSent(ControlWire.AllSent.newBuilder().setSnapshot(SnapshotCodec.encode(sent.snapshot())));
            case TaskCommand.Committed committed ->
                wire.setCommitted(
                        ControlWire.Committed.newBuilder().setSnapshot(SnapshotCodec.encode(committed.snapshot())));
            case TaskCommand.Abort abort ->
                wire.setAbort(ControlWire.Abort.newBuilder().setSnapshot(SnapshotCodec.encode(abort.snapshot())));
            case TaskCommand.Decide decide -> wire.setDecide(SnapshotCodec.encode(decide.decision()));
            case TaskCommand.Wave wave ->
                wire.setWave(ControlWire.Wave.newBuilder().setLoop(wave.loop()).setWave(wave.wave()));
            case TaskCommand.Resume resume ->
                wire.setResume(ControlWire.Resume.newBuilder()
                        .setClaim(resume.claim())
                        .setCommitted(SnapshotCodec.encode(resume.committed()))
                        .setUndecided(SnapshotCodec.encode(resume.undecided())));
            case TaskCommand.Close close -> wire.setClose(ControlWire.Close.getDefaultInstance());
        }
        return wire.build();
    }

    static TaskCommand decode(ControlWire.Command wire) {
        return switch (wire.getCommandCase()) {
            case START -> new TaskCommand.Start();
            case TRIGGER ->
                new TaskCommand.Trigger(
                        SnapshotCodec.decode(wire.getTrigger().getSnapshot()),
                        SnapshotCodec.decode(wire.getTrigger().getCommitted()),
                        wire.getTrigger().getDecisionsMap(),
                        wire.getTrigger().getStop());
            case ALL_SENT ->
                new TaskCommand.AllSent(SnapshotCodec.decode(wire.getAllSent().getSnapshot()));
            case COMMITTED ->
                new TaskCommand.Committed(
                        SnapshotCodec.decode(wire.getCommitted().getSnapshot()));
            case ABORT ->
                new TaskCommand.Abort(SnapshotCodec.decode(wire.getAbort().getSnapshot()));
            case DECIDE -> new TaskCommand.Decide(SnapshotCodec.decode(wire.getDecide()));
            case WAVE ->
                new TaskCommand.Wave(wire.getWave().getLoop(), wire.getWave().getWave());
            case RESUME ->
                new TaskCommand.Resume(
                        wire.getResume().getClaim(),
                        SnapshotCodec.decode(wire.getResume().getCommitted()),
                        SnapshotCodec.decode(wire.getResume().getUndecided()));
            case CLOSE -> new TaskCommand.Close();
            case COMMAND_NOT_SET -> throw new MalformedMessageException("the coordinator sent an unknown command");
        };
    }
}
