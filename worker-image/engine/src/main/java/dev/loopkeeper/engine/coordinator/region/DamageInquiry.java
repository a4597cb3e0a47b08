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

    DamageInquiry(CoordinatorPorts ports, BooleanSupplier over) {
        this.ports = ports;
        this.work = new PatientWork(ports, over);
    }

    /** Reads the chunk; {@code done} is given one line of what is wrong with it, or nothing where it is intact or cannot be judged. */
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
                        done.accept(Optional.empty());
                    }

                    @Override
                    public void failed(Exception cause) {
                        done.accept(
                                cause instanceof DamagedChunkException
                                        ? Optional.of(cause.getMessage())
                                        : Optional.empty());
                    }
                });
    }
}
