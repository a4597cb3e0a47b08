package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.exchange.Batch;
import dev.loopkeeper.engine.exchange.InputChannel;
import dev.loopkeeper.engine.snapshot.Control;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

/** A task's input channels: read in turn, blocked by barriers and by nothing else. */
final class InputGate {

    private final List<Input> inputs;
    private int next;
    private int blocked;
    private int ended;
    private int outsideEnded;
    private final int outside;
    private long receivedInLoop;
    private boolean withholding;

    InputGate(List<Input> inputs) {
        this.inputs = List.copyOf(inputs);
        this.outside = (int) inputs.stream().filter(input -> !input.inLoop).count();
    }

    /** One channel and where the task stands in it. */
    static final class Input {

        /** The edge's name in the plan and the producing task's index: the channel's identity in a snapshot. */
        final String edge;

        final int from;
        final int ordinal;
        final boolean inLoop;
        private final InputChannel channel;
        private Batch batch;
        private int position;
        private boolean blocked;
        private boolean ended;

        /** Processed batches whose credit the producer does not have back. */
        private final ArrayDeque<Batch> withheld = new ArrayDeque<>();

        Input(String edge, int from, int ordinal, boolean inLoop, InputChannel channel) {
            this.edge = edge;
            this.from = from;
            this.ordinal = ordinal;
            this.inLoop = inLoop;
            this.channel = channel;
        }

        private void giveCredit() {
            while (!withheld.isEmpty()) {
                channel.release(withheld.poll());
            }
        }
    }

    /** Takes the control records of the channels. */
    interface Listener {

        void barrier(Input input, Control.Barrier barrier) throws IOException;

        void mark(Input input, Control.RoundMark mark) throws IOException;

        void end(Input input) throws IOException;
    }

    List<Input> inputs() {
        return inputs;
    }

    /**
     * Processes what has arrived, up to a number of records, a channel after the other.
     *
     * @return whether anything was there
     */
    boolean run(int budget, OperatorRuntime entry, Backpressure backpressure, Listener listener) throws IOException {
        boolean progress = false;
        int left = budget;
        int size = inputs.size();
        int idle = 0;
        while (idle < size && left > 0 && !backpressure.full()) {
            Input input = inputs.get(next);
            next = next + 1 == size ? 0 : next + 1;
            if (input.blocked) {
                idle++;
                continue;
            }
            if (input.batch == null) {
                Object item = input.channel.poll();
                if (item == null) {
                    // A barrier may be stuck before a producer that waits for credit (R7).
                    input.giveCredit();
                    idle++;
                    continue;
                }
                progress = true;
                idle = 0;
                if (item instanceof Control control) {
                    tell(listener, input, control);
                    if (control instanceof Control.Barrier) {
                        return true; // whether to read on is another question behind a cut: a head's limit is back
                    }
                    continue;
                }
                input.batch = (Batch) item;
                input.position = 0;
            }
            progress = true;
            idle = 0;
            left -= process(input, left, entry, backpressure);
        }
        return progress;
    }

    /**
     * Keeps back the credit of what is processed from now on, so that channels that had to be emptied for a barrier do not fill again behind it, or
     * gives it back. A channel that is read and found empty has its credit back in any case.
     */
    void withhold(boolean wanted) {
        if (withholding && !wanted) {
            inputs.forEach(Input::giveCredit);
        }
        withholding = wanted;
    }

    private int process(Input input, int limit, OperatorRuntime entry, Backpressure backpressure) throws IOException {
        Batch batch = input.batch;
        int start = input.position;
        int end = Math.min(batch.count, start + limit);
        int position = entry.process(input.ordinal, batch.records, start, end, backpressure);
        input.position = position;
        if (input.inLoop) {
            receivedInLoop += position - start;
        }
        if (position == batch.count) {
            input.batch = null;
            if (withholding) {
                batch.clear();
                input.withheld.add(batch);
            } else {
                input.channel.release(batch);
            }
        }
        return position - start;
    }

    private void tell(Listener listener, Input input, Control control) throws IOException {
        switch (control) {
            case Control.Barrier barrier -> listener.barrier(input, barrier);
            case Control.RoundMark mark -> listener.mark(input, mark);
            case Control.End end -> {
                if (!input.ended) {
                    input.ended = true;
                    ended++;
                    if (!input.inLoop) {
                        outsideEnded++;
                    }
                    listener.end(input);
                }
            }
        }
    }

    /** Blocks a channel behind a barrier; returns whether all are blocked now. */
    boolean block(Input input) {
        if (!input.blocked) {
            input.blocked = true;
            blocked++;
        }
        return allBlocked();
    }

    boolean allBlocked() {
        return blocked == inputs.size();
    }

    void unblock() {
        for (Input input : inputs) {
            input.blocked = false;
        }
        blocked = 0;
    }

    boolean allEnded() {
        return ended == inputs.size();
    }

    boolean outsideEnded() {
        return outsideEnded == outside;
    }

    long receivedInLoop() {
        return receivedInLoop;
    }
}
