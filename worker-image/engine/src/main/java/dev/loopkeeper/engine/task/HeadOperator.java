package dev.loopkeeper.engine.task;

import dev.loopkeeper.engine.plan.Operator;

/** The beginning of a loop's body: passes on what comes from outside and what is fed back. */
final class HeadOperator extends OperatorRuntime {

    /** The side output that carries what is left when a loop in rounds ends. */
    static final String REMAINDER = "remainder";

    HeadOperator(Operator operator) {
        super(operator);
    }

    @Override
    void process(int input, Object record) {
        output.emit(record);
    }

    @Override
    int process(int input, Object[] records, int from, int to, Backpressure backpressure) {
        return output.emit(records, from, to, backpressure);
    }

    Receiver remainder() {
        return output.side(REMAINDER);
    }
}
