package dev.loopkeeper.engine.coordinator.region;

import dev.loopkeeper.engine.coordinator.fence.FenceListener;
import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.Manifest;
import java.util.function.Consumer;

/** Numbers a region's attempts. Each is written into the head before it begins: from then on nothing of the one before can commit (R15). */
final class AttemptFence {

    private final FencedObject<HeadRecord> head;
    private final long claim;
    private final FenceListener listener;
    private int number;

    AttemptFence(FencedObject<HeadRecord> head, long claim, FenceListener listener) {
        this.head = head;
        this.claim = claim;
        this.listener = listener;
    }

    /** The newest attempt; 0 before the first. */
    int number() {
        return number;
    }

    void claimed(HeadRecord record) {
        number = record.attempt();
    }

    /**
     * Writes the next attempt.
     *
     * @param backTo the earlier snapshot that it goes back to, in the same write (R14); null for none
     */
    void next(Manifest backTo, Consumer<HeadRecord> fenced) {
        int next = number + 1;
        head.update(
                before -> {
                    HeadRecord now = (before == null ? HeadRecord.NONE : before)
                            .withClaim(claim)
                            .withAttempt(next);
                    return backTo == null ? now : now.backTo(backTo.snapshot(), backTo.predecessor());
                },
                FencedObject.Outcome.of(
                        now -> {
                            number = now.attempt();
                            fenced.accept(now);
                        },
                        listener));
    }
}
