package dev.loopkeeper.testkit.simulation;

import java.util.PriorityQueue;
import java.util.Random;

/** A clock that jumps from event to event, and the one source of chance of a run: the same seed gives the same run. */
final class VirtualTime {

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Random random;
    private long now = 1_000_000;
    private long sequence;
    private long executed;

    VirtualTime(long seed) {
        random = new Random(seed);
    }

    private record Event(long time, long sequence, Runnable action) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(sequence, other.sequence);
        }
    }

    Random random() {
        return random;
    }

    /** Milliseconds. */
    long now() {
        return now;
    }

    long executed() {
        return executed;
    }

    void after(long millis, Runnable action) {
        at(now + Math.max(0, millis), action);
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(now, time), sequence++, action));
    }

    /** A delay in milliseconds: mostly short, now and then long. */
    long delay(int typical) {
        return random.nextInt(20) == 0 ? random.nextInt(typical * 20 + 1) : random.nextInt(typical + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Runs the next event; false if there is none. */
    boolean step() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.time();
        executed++;
        event.action().run();
        return true;
    }
}
