package dev.loopkeeper.engine.control;

import com.google.protobuf.ByteString;
import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.engine.control.wire.SnapshotWire;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tasks keep in a snapshot, as it travels. */
final class SnapshotCodec {

    private SnapshotCodec() {}

    static SnapshotWire.TaskId encode(TaskId task) {
        return SnapshotWire.TaskId.newBuilder()
                .setVertex(task.vertex())
                .setIndex(task.index())
                .build();
    }

    static TaskId decode(SnapshotWire.TaskId wire) {
        return new TaskId(wire.getVertex(), wire.getIndex());
    }

    static SnapshotWire.SnapshotId encode(SnapshotId snapshot) {
        return SnapshotWire.SnapshotId.newBuilder()
                .setClaim(snapshot.claim())
                .setCounter(snapshot.counter())
                .build();
    }

    static SnapshotId decode(SnapshotWire.SnapshotId wire) {
        return new SnapshotId(wire.getClaim(), wire.getCounter());
    }

    static SnapshotWire.LoopDecision encode(LoopDecision decision) {
        SnapshotWire.LoopDecision.Builder wire = SnapshotWire.LoopDecision.newBuilder()
                .setLoop(decision.loop())
                .setNumber(decision.number())
                .setKind(
                        switch (decision.kind()) {
                            case ADVANCE -> SnapshotWire.LoopDecision.Kind.ADVANCE;
                            case FINISH -> SnapshotWire.LoopDecision.Kind.FINISH;
                        });
        if (decision.global() != null) {
            wire.setGlobal(bits(decision.global()));
        }
        return wire.build();
    }

    static LoopDecision decode(SnapshotWire.LoopDecision wire) {
        LoopDecision.Kind kind = switch (wire.getKind()) {
            case ADVANCE -> LoopDecision.Kind.ADVANCE;
            case FINISH -> LoopDecision.Kind.FINISH;
            case UNKNOWN, UNRECOGNIZED ->
                throw new MalformedMessageException("a decision of loop " + wire.getLoop() + " is of an unknown kind");
        };
        return new LoopDecision(
                wire.getLoop(), wire.getNumber(), kind, wire.hasGlobal() ? bits(wire.getGlobal()) : null);
    }

    static SnapshotWire.RoundMark encode(RoundMark mark) {
        SnapshotWire.RoundMark.Builder wire = SnapshotWire.RoundMark.newBuilder()
                .setLoop(mark.loop())
                .setRound(mark.round())
                .setFedBack(mark.fedBack());
        if (mark.global() != null) {
            wire.setGlobal(bits(mark.global()));
        }
        if (mark.partial() != null) {
            wire.setPartial(bits(mark.partial()));
        }
        return wire.build();
    }

    static RoundMark decode(SnapshotWire.RoundMark wire) {
        return new RoundMark(
                wire.getLoop(),
                wire.getRound(),
                wire.hasGlobal() ? bits(wire.getGlobal()) : null,
                wire.hasPartial() ? bits(wire.getPartial()) : null,
                wire.getFedBack());
    }

    static SnapshotWire.TaskPart encode(TaskPart part) {
        SnapshotWire.TaskPart.Builder wire = SnapshotWire.TaskPart.newBuilder()
                .setEntry(part.entry())
                .setIndex(part.index())
                .setEnded(part.ended());
        if (part.rounds() != null) {
            wire.setRounds(encode(part.rounds()));
        }
        part.operators().forEach(operator -> wire.addOperators(encode(operator)));
        return wire.build();
    }

    static TaskPart decode(SnapshotWire.TaskPart wire) {
        List<OperatorPart> operators = new ArrayList<>(wire.getOperatorsCount());
        for (SnapshotWire.OperatorPart operator : wire.getOperatorsList()) {
            operators.add(decode(operator));
        }
        return new TaskPart(
                wire.getEntry(),
                wire.getIndex(),
                wire.getEnded(),
                wire.hasRounds() ? decode(wire.getRounds()) : null,
                operators);
    }

    private static SnapshotWire.RoundProgress encode(RoundProgress rounds) {
        SnapshotWire.RoundProgress.Builder wire =
                SnapshotWire.RoundProgress.newBuilder().setLoop(rounds.loop()).setRound(rounds.round());
        if (rounds.global() != null) {
            wire.setGlobal(bits(rounds.global()));
        }
        for (RoundProgress.Delivered delivered : rounds.delivered()) {
            SnapshotWire.RoundProgress.Delivered.Builder one = SnapshotWire.RoundProgress.Delivered.newBuilder()
                    .setEdge(delivered.edge())
                    .setFrom(delivered.from());
            if (delivered.partial() != null) {
                one.setPartial(bits(delivered.partial()));
            }
            wire.addDelivered(one);
        }
        return wire.build();
    }

    private static RoundProgress decode(SnapshotWire.RoundProgress wire) {
        List<RoundProgress.Delivered> delivered = new ArrayList<>(wire.getDeliveredCount());
        for (SnapshotWire.RoundProgress.Delivered one : wire.getDeliveredList()) {
            delivered.add(new RoundProgress.Delivered(
                    one.getEdge(), one.getFrom(), one.hasPartial() ? bits(one.getPartial()) : null));
        }
        return new RoundProgress(
                wire.getLoop(), wire.getRound(), wire.hasGlobal() ? bits(wire.getGlobal()) : null, delivered);
    }

    private static SnapshotWire.OperatorPart encode(OperatorPart part) {
        SnapshotWire.OperatorPart.Builder wire =
                SnapshotWire.OperatorPart.newBuilder().setOperator(part.operator());
        switch (part) {
            case OperatorPart.Keyed keyed -> wire.setKeyed(encode(keyed));
            case OperatorPart.TaskValues values -> wire.setTaskValues(encode(values));
            case OperatorPart.Splits splits -> wire.setSplits(encode(splits));
            case OperatorPart.Head head -> wire.setHead(HeadCodec.encode(head));
            case OperatorPart.Tail tail ->
                wire.setTail(SnapshotWire.Tail.newBuilder().setSinceMark(tail.sinceMark()));
            case OperatorPart.Transactions transactions ->
                wire.setTransactions(
                        SnapshotWire.Transactions.newBuilder().addAllTransactions(transactions.transactions()));
        }
        return wire.build();
    }

    private static OperatorPart decode(SnapshotWire.OperatorPart wire) {
        String operator = wire.getOperator();
        return switch (wire.getPartCase()) {
            case KEYED -> decode(operator, wire.getKeyed());
            case TASK_VALUES -> decode(operator, wire.getTaskValues());
            case SPLITS -> decode(operator, wire.getSplits());
            case HEAD -> HeadCodec.decode(operator, wire.getHead());
            case TAIL -> new OperatorPart.Tail(operator, wire.getTail().getSinceMark());
            case TRANSACTIONS ->
                new OperatorPart.Transactions(
                        operator, List.copyOf(wire.getTransactions().getTransactionsList()));
            case PART_NOT_SET ->
                throw new MalformedMessageException("the state of operator " + operator + " is of an unknown kind");
        };
    }

    private static SnapshotWire.Keyed encode(OperatorPart.Keyed keyed) {
        SnapshotWire.Keyed.Builder wire = SnapshotWire.Keyed.newBuilder();
        for (KeyGroupPart group : keyed.groups()) {
            SnapshotWire.Keyed.Group.Builder one =
                    SnapshotWire.Keyed.Group.newBuilder().setGroup(group.group());
            group.chunks().forEach(chunk -> one.addChunks(HeadCodec.encode(chunk)));
            wire.addGroups(one);
        }
        return wire.build();
    }

    private static OperatorPart.Keyed decode(String operator, SnapshotWire.Keyed wire) {
        List<KeyGroupPart> groups = new ArrayList<>(wire.getGroupsCount());
        for (SnapshotWire.Keyed.Group group : wire.getGroupsList()) {
            groups.add(new KeyGroupPart(
                    group.getGroup(),
                    group.getChunksList().stream().map(HeadCodec::decode).toList()));
        }
        return new OperatorPart.Keyed(operator, groups);
    }

    private static SnapshotWire.TaskValues encode(OperatorPart.TaskValues values) {
        SnapshotWire.TaskValues.Builder wire = SnapshotWire.TaskValues.newBuilder();
        values.values().forEach((state, encoded) -> {
            SnapshotWire.TaskValues.Values.Builder one = SnapshotWire.TaskValues.Values.newBuilder();
            encoded.forEach(value -> one.addValues(ByteString.copyFrom(value)));
            wire.putStates(state, one.build());
        });
        return wire.build();
    }

    private static OperatorPart.TaskValues decode(String operator, SnapshotWire.TaskValues wire) {
        Map<String, List<byte[]>> values = new HashMap<>();
        wire.getStatesMap()
                .forEach((state, encoded) -> values.put(
                        state,
                        encoded.getValuesList().stream()
                                .map(ByteString::toByteArray)
                                .toList()));
        return new OperatorPart.TaskValues(operator, values);
    }

    private static SnapshotWire.Splits encode(OperatorPart.Splits splits) {
        SnapshotWire.Splits.Builder wire = SnapshotWire.Splits.newBuilder().setRecords(splits.records());
        for (Split split : splits.splits()) {
            wire.addSplits(
                    SnapshotWire.Splits.Split.newBuilder().setId(split.id()).setPosition(split.position()));
        }
        return wire.build();
    }

    private static OperatorPart.Splits decode(String operator, SnapshotWire.Splits wire) {
        List<Split> splits = new ArrayList<>(wire.getSplitsCount());
        for (SnapshotWire.Splits.Split split : wire.getSplitsList()) {
            splits.add(new Split(split.getId(), split.getPosition()));
        }
        return new OperatorPart.Splits(operator, splits, wire.getRecords());
    }

    private static SnapshotWire.Bits bits(long[] values) {
        SnapshotWire.Bits.Builder wire = SnapshotWire.Bits.newBuilder();
        for (long value : values) {
            wire.addValues(value);
        }
        return wire.build();
    }

    private static long[] bits(SnapshotWire.Bits wire) {
        long[] values = new long[wire.getValuesCount()];
        for (int index = 0; index < values.length; index++) {
            values[index] = wire.getValues(index);
        }
        return values;
    }
}
