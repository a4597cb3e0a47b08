package dev.loopkeeper.testkit.simulation;

import java.io.IOException;

/** Whether there is room on a disk of the simulation: now and then the next writes find none. */
final class DiskRoom {

    private int refusals;
    private int refused;

    /** So many writes find no room. */
    void lacking(int writes) {
        refusals = writes;
    }

    /** How many have found none. */
    int refused() {
        return refused;
    }

    /** Somebody writes to a file. */
    void take() throws IOException {
        if (refusals > 0) {
            refusals--;
            refused++;
            throw new IOException("No space left on device");
        }
    }
}
