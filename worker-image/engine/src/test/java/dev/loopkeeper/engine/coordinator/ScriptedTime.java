package dev.loopkeeper.engine.coordinator;

import java.util.PriorityQueue;

/** Time that passes when a test says so, and what is due in it, in its order. */
final class ScriptedTime {

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long now = 1;
    private long order;

    private record Timer(long at, long order, Runnable action) implements Comparable<Timer> {

        @Override
        public int compareTo(Timer other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    long now() {
        return now;
    }

    void after(long millis, Runnable action) {
        timers.add(new Timer(now + millis, ++order, action));
    }

    /** Does what is due in a time, when it is due. */
    void pass(long millis) {
        long end = now + millis;
        while (!timers.isEmpty() && timers.peek().at() <= end) {
            Timer timer = timers.remove();
            now = Math.max(now, timer.at());
            timer.action().run();
        }
        now = end;
    }

    /** Does what is due in a time at the end of it. */
    void jump(long millis) {
        now += millis;
        PriorityQueue<Timer> late = new PriorityQueue<>(timers);
        late.removeIf(timer -> timer.at() > now);
        timers.removeAll(late);
        late.forEach(timer -> timer.action().run());
    }
}
