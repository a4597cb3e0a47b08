package dev.loopkeeper.engine.plan;

/**
 * One way by which records come into an operator's input; a union has several.
 *
 * @param producer the id of the operator that emits them
 * @param tag the side output they leave it by, or the empty string for the main output
 */
record Branch(int producer, String tag, Class<?> type, Partitioning partitioning) {

    Branch with(Partitioning other) {
        return new Branch(producer, tag, type, other);
    }

    boolean forward() {
        return partitioning instanceof Partitioning.Forward;
    }
}
