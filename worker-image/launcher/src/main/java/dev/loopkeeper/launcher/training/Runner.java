package dev.loopkeeper.launcher.training;

/** Goes round the training program's loop. */
record Runner(long number, String name, int lap) {

    /** Another key in every lap, so that it goes from task to task. */
    long station() {
        return (number + lap) % 1000;
    }
}
