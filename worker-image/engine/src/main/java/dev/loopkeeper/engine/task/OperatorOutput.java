package dev.loopkeeper.engine.task;

import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the records of one operator go, and the marks of its loop. */
final class OperatorOutput implements Output<Object> {

    private final Receiver main;
    private final Map<String, Receiver> sides;
    private final List<MarkTarget> markTargets;

    private OperatorOutput(Receiver main, Map<String, Receiver> sides, List<MarkTarget> markTargets) {
        this.main = main;
        this.sides = sides;
        this.markTargets = markTargets;
    }

    @Override
    public void emit(Object record) {
        if (record == null) {
            throw nullRecord();
        }
        main.accept(record);
    }

    /**
     * Emits records [from, to) one by one, none of them null, until the task's ways out are full.
     *
     * @return the index of the first that was not emitted
     */
    int emit(Object[] records, int from, int to, Backpressure backpressure) {
        return main.accept(records, from, to, backpressure);
    }

    @Override
    public <S> void emit(OutputTag<S> tag, S record) {
        if (record == null) {
            throw nullRecord();
        }
        Receiver side = sides.get(tag.name());
        if (side != null) {
            side.accept(record);
        }
    }

    private static IllegalStateException nullRecord() {
        return new IllegalStateException("it emits null, which is no record; emit nothing instead");
    }

    /** What is read of a side output; the receiver that drops all where nobody reads it. */
    Receiver side(String tag) {
        return sides.getOrDefault(tag, Receiver.NOBODY);
    }

    /**
     * Forwards a mark to all that follows inside the loop. The partial aggregates go one way only, the first, and everything inside a loop
     * leads to a tail: so each contribution reaches the coordinator once.
     */
    void forward(RoundMark mark, long[] identity) {
        for (int target = 0; target < markTargets.size(); target++) {
            markTargets.get(target).accept(target == 0 ? mark : mark.withPartial(identity), identity);
        }
    }

    /** Somewhere inside the loop that a mark goes to. */
    interface MarkTarget {

        /** @param identity the partial aggregates that contribute nothing */
        void accept(RoundMark mark, long[] identity);
    }

    /** Collects an operator's outputs. */
    static final class Builder {

        private final List<Receiver> main = new ArrayList<>();
        private final Map<String, List<Receiver>> sides = new HashMap<>();
        private final List<MarkTarget> markTargets = new ArrayList<>();

        void add(String tag, Receiver receiver) {
            if (tag.isEmpty()) {
                main.add(receiver);
            } else {
                sides.computeIfAbsent(tag, unused -> new ArrayList<>()).add(receiver);
            }
        }

        void addMarkTarget(MarkTarget target) {
            markTargets.add(target);
        }

        OperatorOutput build() {
            Map<String, Receiver> receivers = new HashMap<>();
            sides.forEach((tag, list) -> receivers.put(tag, Receiver.of(list.toArray(Receiver[]::new))));
            return new OperatorOutput(Receiver.of(main.toArray(Receiver[]::new)), receivers, List.copyOf(markTargets));
        }
    }
}
