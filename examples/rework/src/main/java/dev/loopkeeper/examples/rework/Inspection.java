package dev.loopkeeper.examples.rework;

import dev.loopkeeper.api.function.KeyedFunction;
import dev.loopkeeper.api.function.OperatorContext;
import dev.loopkeeper.api.function.Output;
import dev.loopkeeper.api.function.OutputTag;
import dev.loopkeeper.api.state.ValueState;

/**
 * Inspects orders, and keeps for each one that has failed how often it was here. The ledger gets this count, not the order's own: so a lost or
 * doubled record would show in it.
 */
final class Inspection implements KeyedFunction<Long, Order, Order> {

    static final OutputTag<Finished> FINISHED = OutputTag.of("finished", Finished.class);

    private ValueState<Integer> inspected;

    @Override
    public void open(OperatorContext context) {
        inspected = context.value("inspected", Integer.class);
    }

    @Override
    public void process(Long number, Order order, Output<Order> output) {
        int passes = inspected.get() == null ? 1 : inspected.get() + 1;
        if (order.produced() < Order.passesNeeded(number)) {
            inspected.set(passes);
            output.emit(order);
        } else {
            inspected.set(null);
            output.emit(FINISHED, new Finished(number, passes));
        }
    }
}
