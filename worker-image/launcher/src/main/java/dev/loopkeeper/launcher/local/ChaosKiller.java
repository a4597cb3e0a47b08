package dev.loopkeeper.launcher.local;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a random running worker again and again: the demonstration that a job survives it. The same seed and the same workers
 * at the same times give the same victims.
 */
public final class ChaosKiller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChaosKiller.class);

    /** How soon it looks again when there is nobody to kill yet. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Supplier<List<RunningWorker>> running;
    private final Duration interval;
    private final Consumer<RunningWorker> killed;
    private final SplittableRandom random;
    private final Thread thread;

    /**
     * Begins; the first worker dies after one interval.
     *
     * @param running the workers to choose from, asked before each kill
     * @param killed is told each victim, on the killer's thread
     */
    public ChaosKiller(
            Supplier<List<RunningWorker>> running, Duration interval, long seed, Consumer<RunningWorker> killed) {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("the time between two kills must be positive, but is " + interval);
        }
        this.running = running;
        this.interval = interval;
        this.killed = killed;
        this.random = new SplittableRandom(seed);
        this.thread = Thread.ofVirtual().name("chaos-killer").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(interval);
                Optional<RunningWorker> victim = choose(running.get(), random);
                while (victim.isEmpty()) {
                    Thread.sleep(LOOK_AGAIN);
                    victim = choose(running.get(), random);
                }
                victim.get().process().kill();
                tell(victim.get());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void tell(RunningWorker victim) {
        try {
            killed.accept(victim);
        } catch (RuntimeException e) {
            LOG.warn("telling of the end of {} failed", victim.name(), e);
        }
    }

    /** One of them, each with the same chance, whatever order they come in. */
    static Optional<RunningWorker> choose(List<RunningWorker> workers, SplittableRandom random) {
        return workers.isEmpty()
                ? Optional.empty()
                : Optional.of(workers.stream()
                        .sorted(Comparator.comparing(RunningWorker::name))
                        .toList()
                        .get(random.nextInt(workers.size())));
    }

    /** Kills no more once this has returned. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
