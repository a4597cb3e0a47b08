package dev.loopkeeper.examples.components;

import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;

/** A vertex. */
final class KeepSmallest implements KeyedFunction<String, Message, Message> {

    static final OutputTag<Membership> MEMBERSHIPS = OutputTag.of("memberships", Membership.class);

    private OperatorContext context;
    private ValueState<String> smallest;
    private ListState<String> neighbours;

    @Override
    public void open(OperatorContext operator) {
        context = operator;
        smallest = operator.value("smallest", String.class);
        neighbours = operator.list("neighbours", String.class);
    }

    @Override
    public void process(String vertex, Message message, Output<Message> output) {
        switch (message) {
            case Message.Neighbour(String _, String neighbour) -> {
                neighbours.add(neighbour);
                String known = smallest.get();
                String best = smaller(known == null ? vertex : known, neighbour);
                if (best.equals(known)) {
                    tell(neighbour, known, output);
                } else {
                    improve(best, output);
                }
            }
            case Message.Candidate(String _, String candidate) -> {
                // A neighbour's message may come before the edge that it came along.
                String known = smallest.get();
                if (ByteOrder.compare(candidate, known == null ? vertex : known) < 0) {
                    improve(candidate, output);
                }
            }
        }
    }

    private void improve(String best, Output<Message> output) {
        smallest.set(best);
        for (String neighbour : neighbours.get()) {
            tell(neighbour, best, output);
        }
    }

    /** A neighbour knows at least its own name and this vertex's, and needs to hear of smaller ones only. */
    private static void tell(String neighbour, String best, Output<Message> output) {
        if (ByteOrder.compare(best, neighbour) < 0) {
            output.emit(new Message.Candidate(neighbour, best));
        }
    }

    private static String smaller(String one, String other) {
        return ByteOrder.compare(one, other) <= 0 ? one : other;
    }

    @Override
    public void onEnd(Output<Message> output) {
        context.forEachKey(String.class, vertex -> output.emit(MEMBERSHIPS, new Membership(vertex, smallest.get())));
    }
}
