package dev.loopkeeper.examples.rework;

import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.state.ValueState;

/** A machine: it counts what it makes, and gets a new tool when the old one is worn. */
final class Production implements KeyedFunction<Integer, Order, Order> {

    private static final int PIECES_PER_TOOL = 1000;

    private ValueState<Long> made;
    private ValueState<Integer> wear;

    @Override
    public void open(OperatorContext context) {
        made = context.value("made", Long.class);
        wear = context.value("wear", Integer.class);
    }

    @Override
    public void process(Integer machine, Order order, Output<Order> output) {
        made.set(made.get() == null ? 1 : made.get() + 1);
        int worn = wear.get() == null ? 1 : wear.get() + 1;
        wear.set(worn == PIECES_PER_TOOL ? 0 : worn);
        output.emit(new Order(order.number(), order.produced() + 1));
    }
}
