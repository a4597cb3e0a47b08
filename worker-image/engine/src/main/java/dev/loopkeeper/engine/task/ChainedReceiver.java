package dev.loopkeeper.engine.task;

import java.io.IOException;

/** Gives records to the next operator of the chain. */
final class ChainedReceiver extends Receiver {

    private final OperatorRuntime next;
    private final int input;

    /** @param input which of the operator's inputs the records are for */
    ChainedReceiver(OperatorRuntime next, int input) {
        this.next = next;
        this.input = input;
    }

    @Override
    void accept(Object record) {
        try {
            next.process(input, record);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw OperatorFailure.of(next.operator.name(), e);
        }
    }

    @Override
    int accept(Object[] records, int from, int to, Backpressure backpressure) {
        try {
            return next.process(input, records, from, to, backpressure);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw OperatorFailure.of(next.operator.name(), e);
        }
    }
}
