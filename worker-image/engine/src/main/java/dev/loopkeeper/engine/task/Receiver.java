package dev.loopkeeper.engine.task;

/**
 * Takes the records that an operator emits: another operator of the chain, an edge, several of these, or nobody. A class and not an interface:
 * where more than two kinds are called from one place, as in all operators' outputs, finding a class's method costs far less.
 */
abstract class Receiver {

    static final Receiver NOBODY = new Receiver() {
        @Override
        void accept(Object record) {}
    };

    abstract void accept(Object record);

    /**
     * Takes records [from, to) one by one, until the task's ways out are full.
     *
     * @return the index of the first that was not taken
     */
    int accept(Object[] records, int from, int to, Backpressure backpressure) {
        int at = from;
        while (at < to && !backpressure.full()) {
            accept(records[at++]);
        }
        return at;
    }

    /** Gives each record to all receivers in turn. */
    static Receiver of(Receiver... receivers) {
        return switch (receivers.length) {
            case 0 -> NOBODY;
            case 1 -> receivers[0];
            default -> new Several(receivers);
        };
    }

    private static final class Several extends Receiver {

        private final Receiver[] receivers;

        Several(Receiver[] receivers) {
            this.receivers = receivers;
        }

        @Override
        void accept(Object record) {
            for (Receiver receiver : receivers) {
                receiver.accept(record);
            }
        }
    }
}
