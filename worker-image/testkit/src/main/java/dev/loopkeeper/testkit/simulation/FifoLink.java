package dev.loopkeeper.testkit.simulation;

/** A connection: keeps order, delays at will, and loses everything that is under way when it is cut. */
final class FifoLink {

    private final VirtualTime time;
    private final int typicalDelay;
    private long last;
    private boolean cut;

    FifoLink(VirtualTime time, int typicalDelay) {
        this.time = time;
        this.typicalDelay = typicalDelay;
    }

    void send(Runnable delivery) {
        if (cut) {
            return;
        }
        last = Math.max(last, time.now() + time.delay(typicalDelay));
        time.at(last, () -> {
            if (!cut) {
                delivery.run();
            }
        });
    }

    void cut() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }
}
