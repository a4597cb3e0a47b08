package dev.loopkeeper.engine.task;

/** What an operator's code threw, with the operator's name: of a chain of them, the one that threw. */
final class OperatorFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String operator;

    private OperatorFailure(String operator, Throwable cause) {
        super(cause.getMessage(), cause, false, false);
        this.operator = operator;
    }

    /** The failure with this operator's name, unless it has one: inner calls know better. */
    static OperatorFailure of(String operator, Throwable failure) {
        return failure instanceof OperatorFailure named ? named : new OperatorFailure(operator, failure);
    }

    String operator() {
        return operator;
    }
}
