package dev.loopkeeper.engine.task;

/** Takes the records that an operator emits: another operator of the chain, an edge, several of these, or nobody. */
@FunctionalInterface
interface Receiver {

    Receiver NOBODY = record -> {};

    void accept(Object record);

    /** Gives each record to all receivers in turn. */
    static Receiver of(Receiver... receivers) {
        return switch (receivers.length) {
            case 0 -> NOBODY;
            case 1 -> receivers[0];
            default ->
                record -> {
                    for (Receiver receiver : receivers) {
                        receiver.accept(record);
                    }
                };
        };
    }
}
