package dev.loopkeeper.launcher.local;

import dev.loopkeeper.launcher.provider.CoordinatorLink;
import dev.loopkeeper.launcher.provider.ProviderListener;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The coordinator that a provider has started last, and the way to it. Owned by one thread. */
final class CoordinatorWatch {

    /** The shell's code for a program that could not be started. */
    private static final int NOT_STARTED = 127;

    private final CoordinatorHost host;
    private final CoordinatorLinks links;
    private final Function<Long, ProviderListener> listeners;
    private final Consumer<Runnable> owner;
    private final Consumer<CoordinatorLife.Ended> ended;
    private final Duration healthyAfter;

    private CoordinatorLife life = new CoordinatorLife.Unstarted();
    private @Nullable ChildHandle process;
    private volatile @Nullable CoordinatorLink link;
    private OptionalLong claimedAt = OptionalLong.empty();
    private int failures;
    private int fruitless;

    /**
     * Watches over no coordinator yet.
     *
     * @param listeners makes the listener for the coordinator of an epoch
     * @param owner runs something on the owner thread, later
     * @param ended is told, on the owner thread, the end of each coordinator
     */
    CoordinatorWatch(
            CoordinatorHost host,
            CoordinatorLinks links,
            Function<Long, ProviderListener> listeners,
            Consumer<Runnable> owner,
            Consumer<CoordinatorLife.Ended> ended,
            Duration healthyAfter) {
        this.host = host;
        this.links = links;
        this.listeners = listeners;
        this.owner = owner;
        this.ended = ended;
        this.healthyAfter = healthyAfter;
    }

    CoordinatorLife life() {
        return life;
    }

    int failures() {
        return failures;
    }

    int fruitless() {
        return fruitless;
    }

    /** The way to the coordinator, once it listens. Any thread. */
    @Nullable
    CoordinatorLink link() {
        return link;
    }

    boolean serves(long epoch) {
        return life instanceof CoordinatorLife.Running running && running.epoch() == epoch;
    }

    /**
     * Starts the next one. If that is not possible, it has ended at once.
     *
     * @return its process, or null
     * @throws IOException if not even its epoch can be told
     */
    @Nullable
    ChildHandle start(long now) throws IOException {
        if (life instanceof CoordinatorLife.Running unreaped) {
            count(now);
            hangUp();
            ended.accept(new CoordinatorLife.Ended(unreaped.epoch(), now, new ChildExit(ChildExit.KILLED, "")));
        }
        long epoch = host.nextEpoch();
        claimedAt = OptionalLong.empty();
        try {
            process = host.start(epoch);
        } catch (IOException e) {
            process = null;
            life = new CoordinatorLife.Running(epoch, now, OptionalLong.empty(), OptionalLong.empty());
            end(epoch, now, new ChildExit(NOT_STARTED, "it could not be started: " + e.getMessage()));
            return null;
        }
        life = new CoordinatorLife.Running(epoch, now, OptionalLong.empty(), OptionalLong.empty());
        CompletableFuture<Void> _ =
                process.onExit().thenAccept(exit -> owner.accept(() -> end(epoch, LocalProvider.millis(), exit)));
        return process;
    }

    private void end(long epoch, long now, ChildExit exit) {
        if (serves(epoch)) {
            count(now);
            hangUp();
            CoordinatorLife.Ended end = new CoordinatorLife.Ended(epoch, now, exit);
            life = end;
            ended.accept(end);
        }
    }

    private void count(long now) {
        boolean claimed = claimedAt.isPresent();
        boolean well = claimed && now - claimedAt.getAsLong() >= healthyAfter.toMillis();
        failures = well ? 1 : failures + 1;
        fruitless = claimed ? 0 : fruitless + 1;
    }

    void kill(long now) {
        if (life instanceof CoordinatorLife.Running running) {
            life = new CoordinatorLife.Running(
                    running.epoch(), running.startedAt(), running.heardAt(), OptionalLong.of(now));
            if (process != null) {
                process.kill();
            }
        }
    }

    /** Opens the way to it, once it says where it listens. */
    void dial() {
        if (link == null && life instanceof CoordinatorLife.Running running) {
            host.address(running.epoch())
                    .ifPresent(address -> link = links.open(address, listeners.apply(running.epoch())));
        }
    }

    void heard(long now) {
        if (life instanceof CoordinatorLife.Running running) {
            long latest = Math.max(now, running.heardAt().orElse(now));
            life = new CoordinatorLife.Running(
                    running.epoch(), running.startedAt(), OptionalLong.of(latest), running.killedAt());
        }
    }

    void claimed(long now) {
        if (claimedAt.isEmpty()) {
            claimedAt = OptionalLong.of(now);
        }
    }

    /** The launcher itself stood still for so long, and heard nothing in that time: it is not held against the coordinator (K5). */
    void forgive(long millis) {
        if (life instanceof CoordinatorLife.Running running) {
            OptionalLong heardAt = running.heardAt().isPresent()
                    ? OptionalLong.of(running.heardAt().getAsLong() + millis)
                    : OptionalLong.empty();
            life = new CoordinatorLife.Running(
                    running.epoch(), running.startedAt() + millis, heardAt, running.killedAt());
        }
    }

    void hangUp() {
        CoordinatorLink open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }

    /** Completes when the process has ended. */
    CompletableFuture<?> processEnded() {
        return process == null ? CompletableFuture.completedFuture(null) : process.onExit();
    }
}
