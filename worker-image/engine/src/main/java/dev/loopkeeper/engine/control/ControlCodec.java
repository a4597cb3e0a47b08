package dev.loopkeeper.engine.control;

import dev.loopkeeper.engine.control.wire.ControlWire;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.engine.message.SlotCounters;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.HashMap;
import java.util.Map;

/** Turns the messages between coordinator and workers into what travels, and back. Pure; any thread. */
public final class ControlCodec {

    private ControlCodec() {}

    public static ControlWire.FromWorker encode(WorkerMessage message) {
        ControlWire.FromWorker.Builder wire = ControlWire.FromWorker.newBuilder();
        switch (message) {
            case WorkerMessage.Register register -> wire.setRegister(encode(register));
            case WorkerMessage.Ready ready -> wire.setReady(ControlWire.Ready.getDefaultInstance());
            case WorkerMessage.Report report -> wire.setReport(ReportCodec.encode(report.report()));
            case WorkerMessage.Failed failed -> wire.setFailed(encode(failed));
            case WorkerMessage.Heartbeat heartbeat -> wire.setHeartbeat(encode(heartbeat));
        }
        return wire.build();
    }

    /** @throws MalformedMessageException if it is no message of this version */
    public static WorkerMessage decode(ControlWire.FromWorker wire) {
        return switch (wire.getMessageCase()) {
            case REGISTER -> decode(wire.getRegister());
            case READY -> new WorkerMessage.Ready();
            case REPORT -> new WorkerMessage.Report(ReportCodec.decode(wire.getReport()));
            case FAILED -> decode(wire.getFailed());
            case HEARTBEAT -> decode(wire.getHeartbeat());
            case MESSAGE_NOT_SET -> throw new MalformedMessageException("a worker sent a message of an unknown kind");
        };
    }

    public static ControlWire.ToWorker encode(CoordinatorMessage message) {
        ControlWire.ToWorker.Builder wire = ControlWire.ToWorker.newBuilder();
        switch (message) {
            case CoordinatorMessage.Deploy deploy -> wire.setDeploy(encode(deploy));
            case CoordinatorMessage.Command command ->
                wire.setCommand(CommandCodec.encode(command.claim(), command.command()));
            case CoordinatorMessage.Dismiss dismiss ->
                wire.setDismiss(ControlWire.Dismiss.newBuilder()
                        .setClaim(dismiss.claim())
                        .setReason(dismiss.reason()));
        }
        return wire.build();
    }

    /**
     * Reads what is for the worker; a sign of life is for the connection alone.
     *
     * @throws MalformedMessageException if it is no message of this version
     */
    public static CoordinatorMessage decode(ControlWire.ToWorker wire) {
        return switch (wire.getMessageCase()) {
            case DEPLOY -> decode(wire.getDeploy());
            case COMMAND ->
                new CoordinatorMessage.Command(wire.getCommand().getClaim(), CommandCodec.decode(wire.getCommand()));
            case DISMISS ->
                new CoordinatorMessage.Dismiss(
                        wire.getDismiss().getClaim(), wire.getDismiss().getReason());
            case SIGN_OF_LIFE, MESSAGE_NOT_SET ->
                throw new MalformedMessageException("the coordinator sent a message of an unknown kind");
        };
    }

    private static ControlWire.WorkerFailed encode(WorkerMessage.Failed failed) {
        ControlWire.WorkerFailed.Builder wire =
                ControlWire.WorkerFailed.newBuilder().setReason(failed.reason());
        if (failed.peer() != WorkerMessage.Failed.NO_PEER) {
            wire.setPeer(failed.peer());
        }
        return wire.build();
    }

    private static WorkerMessage.Failed decode(ControlWire.WorkerFailed wire) {
        return new WorkerMessage.Failed(
                wire.getReason(), wire.hasPeer() ? wire.getPeer() : WorkerMessage.Failed.NO_PEER);
    }

    private static ControlWire.Register encode(WorkerMessage.Register register) {
        return ControlWire.Register.newBuilder()
                .setWorker(register.worker())
                .setRegion(register.region())
                .setIndex(register.index())
                .setAttempt(register.attempt())
                .setUid(register.uid())
                .setNode(register.node())
                .setDataAddress(register.dataAddress())
                .setPlanHash(register.planHash())
                .setRunning(register.running())
                .build();
    }

    private static WorkerMessage.Register decode(ControlWire.Register wire) {
        return new WorkerMessage.Register(
                wire.getWorker(),
                wire.getRegion(),
                wire.getIndex(),
                wire.getAttempt(),
                wire.getUid(),
                wire.getNode(),
                wire.getDataAddress(),
                wire.getPlanHash(),
                wire.getRunning());
    }

    private static ControlWire.Heartbeat encode(WorkerMessage.Heartbeat heartbeat) {
        ControlWire.Heartbeat.Builder wire = ControlWire.Heartbeat.newBuilder();
        heartbeat
                .slots()
                .forEach((slot, counters) -> wire.putSlots(
                        slot,
                        ControlWire.SlotCounters.newBuilder()
                                .setRecords(counters.records())
                                .setHops(counters.hops())
                                .setBacklog(counters.backlog())
                                .setLogBytes(counters.logBytes())
                                .setRound(counters.round())
                                .build()));
        if (heartbeat.identity() != null) {
            wire.setIdentity(ControlWire.LoadedIdentity.newBuilder()
                    .setCertificate(heartbeat.identity().certificate())
                    .addAllAuthorities(heartbeat.identity().authorities()));
        }
        return wire.build();
    }

    private static WorkerMessage.Heartbeat decode(ControlWire.Heartbeat wire) {
        Map<Integer, SlotCounters> slots = new HashMap<>();
        wire.getSlotsMap()
                .forEach((slot, counters) -> slots.put(
                        slot,
                        new SlotCounters(
                                counters.getRecords(),
                                counters.getHops(),
                                counters.getBacklog(),
                                counters.getLogBytes(),
                                counters.getRound())));
        LoadedIdentity identity = wire.hasIdentity()
                ? new LoadedIdentity(
                        wire.getIdentity().getCertificate(), wire.getIdentity().getAuthoritiesList())
                : null;
        return new WorkerMessage.Heartbeat(slots, identity);
    }

    private static ControlWire.Deploy encode(CoordinatorMessage.Deploy deploy) {
        ControlWire.Deploy.Builder wire = ControlWire.Deploy.newBuilder()
                .setClaim(deploy.claim())
                .setRegion(deploy.region())
                .setAttempt(deploy.attempt())
                .setFolder(deploy.folder())
                .addAllSlots(deploy.slots())
                .putAllPeers(deploy.peers())
                .putAllWorkerOfSlot(deploy.workerOfSlot());
        deploy.parts()
                .forEach((task, part) -> wire.addParts(ControlWire.DeployedPart.newBuilder()
                        .setTask(SnapshotCodec.encode(task))
                        .setPart(SnapshotCodec.encode(part))));
        return wire.build();
    }

    private static CoordinatorMessage.Deploy decode(ControlWire.Deploy wire) {
        Map<TaskId, TaskPart> parts = new HashMap<>();
        for (ControlWire.DeployedPart part : wire.getPartsList()) {
            parts.put(SnapshotCodec.decode(part.getTask()), SnapshotCodec.decode(part.getPart()));
        }
        return new CoordinatorMessage.Deploy(
                wire.getClaim(),
                wire.getRegion(),
                wire.getAttempt(),
                wire.getFolder(),
                wire.getSlotsList(),
                wire.getPeersMap(),
                wire.getWorkerOfSlotMap(),
                parts);
    }
}
