package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.PatientWork;
import dev.loopkeeper.engine.snapshot.ChunkCheck;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.engine.snapshot.DamagedChunkException;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds out whether a chunk that a worker has found damaged is damaged in the store: what goes wrong on the way to one machine is no reason to
 * give up a snapshot (R14). On the coordinator's thread.
 */
final class DamageInquiry {

    private final CoordinatorPorts ports;
    private final PatientWork work;
    private final BooleanSupplier settled;

    /** What is known now and to be judged when the commit in doubt is settled; null if nothing is. */
    private Runnable whenSettled;

    /**
     * @param over whether nothing matters any more
     * @param settled whether it is known which snapshot is the newest
     */
    DamageInquiry(CoordinatorPorts ports, BooleanSupplier over, BooleanSupplier settled) {
        this.ports = ports;
        this.work = new PatientWork(ports, over);
        this.settled = settled;
    }

    /**
     * Reads the chunk.
     *
     * @param done given one line of what is wrong with it, or nothing where it is intact or cannot be judged; not before it is settled which
     *     snapshot is the newest, since it may be the one to go on from
     */
    void start(ChunkRef chunk, Consumer<Optional<String>> done) {
        work.start(
                "check of " + chunk.object(),
                () -> {
                    int bytes = ChunkCheck.read(ports.store(), chunk).length;
                    return bytes;
                },
                new Completion<Integer>() {
                    @Override
                    public void succeeded(Integer bytes) {
                        judge(Optional.empty(), done);
                    }

                    @Override
                    public void failed(Exception cause) {
                        judge(
                                cause instanceof DamagedChunkException
                                        ? Optional.of(cause.getMessage())
                                        : Optional.empty(),
                                done);
                    }
                });
    }

    private void judge(Optional<String> damage, Consumer<Optional<String>> done) {
        if (settled.getAsBoolean()) {
            done.accept(damage);
        } else {
            whenSettled = () -> judge(damage, done);
        }
    }

    /** The commit that was in doubt is settled. */
    void commitSettled() {
        Runnable waiting = whenSettled;
        whenSettled = null;
        if (waiting != null) {
            waiting.run();
        }
    }
}
