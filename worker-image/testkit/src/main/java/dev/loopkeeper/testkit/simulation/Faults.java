package dev.loopkeeper.testkit.simulation;

/**
 * What goes wrong in a run, and how often.
 *
 * @param workerCrashes how many times a worker dies at once
 * @param coordinatorCrashes how many times the coordinator dies at once
 * @param coordinatorFreezes how many times the coordinator stands still for longer than its provider waits, and comes back as a zombie
 * @param connectionLosses how many times a control or data connection breaks
 * @param storeOutages how many times the store is away for a while
 * @param storeErrors the probability that a call to the store fails
 * @param lostAnswers the probability that the answer to a conditional write is lost
 * @param damages how many times an object that a region's newest snapshot names is torn or lost, and a worker of the region dies for it to be
 *     found out
 * @param lastMillis when the last fault happens, in milliseconds of the run; the run must end afterwards
 */
public record Faults(
        int workerCrashes,
        int coordinatorCrashes,
        int coordinatorFreezes,
        int connectionLosses,
        int storeOutages,
        double storeErrors,
        double lostAnswers,
        int damages,
        long lastMillis) {

    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Some of everything. */
    public static Faults all() {
        return new Faults(3, 1, 1, 2, 1, 0.02, 0.05, 0, 3_000);
    }

    public Faults withWorkerCrashes(int count) {
        return new Faults(
                count,
                coordinatorCrashes,
                coordinatorFreezes,
                connectionLosses,
                storeOutages,
                storeErrors,
                lostAnswers,
                damages,
                Math.max(lastMillis, 2_000));
    }

    public Faults withCoordinatorCrashes(int count) {
        return new Faults(
                workerCrashes,
                count,
                coordinatorFreezes,
                connectionLosses,
                storeOutages,
                storeErrors,
                lostAnswers,
                damages,
                Math.max(lastMillis, 2_000));
    }

    public Faults withDamages(int count) {
        return new Faults(
                workerCrashes,
                coordinatorCrashes,
                coordinatorFreezes,
                connectionLosses,
                storeOutages,
                storeErrors,
                lostAnswers,
                count,
                Math.max(lastMillis, 2_000));
    }

    boolean active() {
        return storeErrors > 0 || lostAnswers > 0;
    }
}
