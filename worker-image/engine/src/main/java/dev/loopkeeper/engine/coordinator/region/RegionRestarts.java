package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.port.CurrentSettings;
import dev.loopkeeper.engine.coordinator.restart.RestartBudget;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.engine.coordinator.snapshot.RegionSnapshots;
import dev.loopkeeper.engine.snapshot.ChunkRef;
import dev.loopkeeper.provider.RegionFailure;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Finds what follows when a region has lost an attempt: asks its budget, and the store where that is in question. On the coordinator's thread. */
final class RegionRestarts {

    /** The longest wait before a region that could not be placed asks again is this part of its start time-out. */
    private static final int START_TIMEOUTS_IN_JITTER = 10;

    private final CurrentSettings settings;
    private final CoordinatorPorts ports;
    private final RegionSnapshots snapshots;
    private final RestartBudget budget;
    private final DamageInquiry inquiry;

    /** @param over whether nothing matters any more */
    RegionRestarts(CurrentSettings settings, CoordinatorPorts ports, RegionSnapshots snapshots, BooleanSupplier over) {
        this.settings = settings;
        this.ports = ports;
        this.snapshots = snapshots;
        this.budget = new RestartBudget(() -> settings.now().restart());
        this.inquiry = new DamageInquiry(ports, over, snapshots::settled);
    }

    /** After a loss of any kind but by damage. */
    AfterLoss failed(AttemptLoss loss) {
        long delay = loss.counted() ? budget.failed(ports.now(), loss.programFailure(), ports.random()) : 0;
        boolean givesUp = delay == RestartStrategy.GIVE_UP;
        return AfterLoss.of(
                loss.failure(), givesUp ? delay : delay + afterStartTimeout(loss.failure()), budget.exhausted());
    }

    /** The last failure was none that counts. */
    void pardon() {
        budget.pardon();
    }

    /** Two jobs that each hold half of what they need give it back at the same time; they must not ask for it again at the same time (K6). */
    private long afterStartTimeout(RegionFailure failure) {
        return failure.reason().equals(RegionAttempt.START_TIMEOUT)
                ? (long) (ports.random() * settings.now().startTimeoutMillis() / START_TIMEOUTS_IN_JITTER)
                : 0;
    }

    /** After a worker has found a chunk of the snapshot missing or damaged; the answer takes as long as the store is needed to tell. */
    void damaged(RegionFailure failure, ChunkRef chunk, BooleanSupplier wanted, Consumer<AfterLoss> then) {
        inquiry.start(chunk, damage -> {
            if (wanted.getAsBoolean()) {
                long delay = budget.failed(ports.now(), null, ports.random());
                then.accept(AfterLoss.ofDamage(
                        failure,
                        snapshots.chain(),
                        chunk,
                        damage.orElse(null),
                        settings.now().repeatOutput(),
                        delay,
                        budget.exhausted()));
            }
        });
    }

    /** The region has committed a snapshot: it may fail as often as before. */
    void committed() {
        budget.committed();
    }

    /** A commit that was in doubt is settled. */
    void commitSettled() {
        inquiry.commitSettled();
    }
}
