package dev.loopkeeper.examples.pagerank;

import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.function.Round;
import dev.loopkeeper.api.loop.DoubleAggregate;
import dev.loopkeeper.api.loop.LongAggregate;
import dev.loopkeeper.api.state.ListState;
import dev.loopkeeper.api.state.ValueState;
import java.util.List;

/**
 * A vertex. Until the last round its rank is kept multiplied by the number of vertices, which nobody knows before round 0 is over: so all begin at
 * 1, and the first shares are sent in round 0.
 */
final class Rank implements KeyedFunction<String, Message, Message> {

    static final OutputTag<Ranking> RANKINGS = OutputTag.of("rankings", Ranking.class);
    static final LongAggregate VERTICES = LongAggregate.sum("vertices");
    static final DoubleAggregate DANGLING = DoubleAggregate.sum("dangling");

    private static final double DAMPING = 0.85;

    private final int rounds;
    private OperatorContext context;
    private ValueState<Double> rank;
    private ValueState<Double> received;
    private ListState<String> targets;

    Rank(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public void open(OperatorContext operator) {
        context = operator;
        rank = operator.value("rank", Double.class);
        received = operator.value("received", Double.class);
        targets = operator.list("targets", String.class);
    }

    @Override
    public void process(String vertex, Message message, Output<Message> output) {
        switch (message) {
            case Message.Link(String _, String target) -> {
                targets.add(target);
                rank.set(1.0);
            }
            case Message.Mention _ -> rank.set(1.0);
            case Message.Share(String _, double amount) -> received.set(sum() + amount);
        }
    }

    @Override
    public void onRoundEnd(Round round, Output<Message> output) {
        boolean first = round.number() == 0;
        boolean last = round.number() == rounds;
        double vertices = round.previous().get(VERTICES);
        double forEach = 1 - DAMPING + DAMPING * round.previous().get(DANGLING) / vertices;
        context.forEachKey(String.class, vertex -> {
            double now = first ? rank.get() : forEach + DAMPING * sum();
            received.set(null);
            rank.set(last ? now / vertices : now);
            round.contribute(VERTICES, 1);
            List<String> all = targets.get();
            if (all.isEmpty()) {
                round.contribute(DANGLING, now);
            } else if (!last) {
                double share = now / all.size();
                all.forEach(target -> output.emit(new Message.Share(target, share)));
            }
        });
    }

    private double sum() {
        Double sum = received.get();
        return sum == null ? 0 : sum;
    }

    @Override
    public void onEnd(Output<Message> output) {
        context.forEachKey(String.class, vertex -> output.emit(RANKINGS, new Ranking(vertex, rank.get())));
    }
}
