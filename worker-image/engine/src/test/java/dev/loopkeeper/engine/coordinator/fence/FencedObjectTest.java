package dev.loopkeeper.engine.coordinator.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.coordinator.HandDrivenPorts;
import dev.loopkeeper.engine.coordinator.ScriptedStore;
import dev.loopkeeper.engine.coordinator.ScriptedStore.Fate;
import dev.loopkeeper.engine.snapshot.HeadRecord;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.StoredValues;
import dev.loopkeeper.engine.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R12: whatever fences goes through conditional writes, and reading back tells what an unclear one has done. */
final class FencedObjectTest {

    private static final String KEY = "regions/e1-r0/head";

    private final ScriptedStore store = new ScriptedStore();
    private final HandDrivenPorts ports = new HandDrivenPorts(store, "own-");
    private final FencedObject<HeadRecord> head = new FencedObject<>(KEY, HeadRecord.class, ports);
    private final Heard heard = new Heard();

    /** What a writer hears, as lines. */
    private static final class Heard implements FencedObject.Outcome<HeadRecord> {

        final List<String> lines = new ArrayList<>();
        int delays;

        @Override
        public void written(HeadRecord replaced, HeadRecord now) {
            lines.add("written " + text(now) + " over " + text(replaced));
        }

        @Override
        public void fenced(HeadRecord found) {
            lines.add("fenced by " + text(found));
        }

        @Override
        public void delayed(StoreException cause) {
            delays++;
        }

        @Override
        public void refused(StoreException cause) {
            lines.add("refused: " + cause.getMessage());
        }

        private static String text(HeadRecord record) {
            return record == null ? "nothing" : record.claim() + "/" + record.attempt() + "/" + record.snapshot();
        }
    }

    private static HeadRecord attempt(HeadRecord before, long claim, int attempt) {
        return (before == null ? HeadRecord.NONE : before).withClaim(claim).withAttempt(attempt);
    }

    private HeadRecord stored() {
        try {
            return StoredValues.decode(KEY, store.get(KEY).orElseThrow().content(), HeadRecord.class);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private void another(long claim, int attempt) {
        store.put(
                KEY,
                StoredValues.encode(
                        new HeadRecord(claim, attempt, SnapshotId.NONE, false, "other-1", SnapshotId.NONE)));
    }

    @Test
    void writesFollowEachOtherAndEachSaysWhatItReplaced() {
        head.update(before -> attempt(before, 1, 1), heard);
        head.update(before -> before.withSnapshot(new SnapshotId(1, 1), false), heard);
        head.update(before -> before.withAttempt(2), heard);
        ports.run();
        assertThat(heard.lines)
                .containsExactly(
                        "written 1/1/0-0 over nothing", "written 1/1/1-1 over 1/1/0-0", "written 1/2/1-1 over 1/1/1-1");
        assertThat(stored().attempt()).isEqualTo(2);
    }

    /** Trap 21: the write was done and its answer lost. Its own nonce says so: done, and not done again. */
    @Test
    void ownNonceMeansDone() {
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        store.script(Fate.DONE_UNHEARD);
        head.update(before -> before.withAttempt(2), heard);
        ports.run();
        assertThat(heard.lines).last().isEqualTo("written 1/2/0-0 over 1/1/0-0");
        assertThat(store.writes()).isEqualTo(2);
    }

    @Test
    void theOldValueMeansTryAgain() {
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        store.script(Fate.LOST, Fate.LOST, Fate.UNAVAILABLE);
        head.update(before -> before.withAttempt(2), heard);
        ports.run();
        assertThat(heard.lines).last().isEqualTo("written 1/2/0-0 over 1/1/0-0");
        assertThat(heard.delays).isEqualTo(3);
        assertThat(ports.delays()).containsExactly(50L, 50L, 50L);
    }

    @Test
    void theFirstWriteOfAllIsTriedAgainToo() {
        store.script(Fate.LOST);
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        assertThat(heard.lines).containsExactly("written 1/1/0-0 over nothing");
    }

    /** Whatever became of the own write, another's value behind it fences. */
    @ParameterizedTest
    @EnumSource(names = {"DONE", "LOST", "DELAYED"})
    void anothersNonceMeansFenced(Fate fate) {
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        another(2, 1);
        store.script(fate);
        head.update(before -> before.withAttempt(2), heard);
        ports.run();
        store.deliverDelayed();
        assertThat(heard.lines).last().isEqualTo("fenced by 2/1/0-0");
        assertThat(stored().nonce()).isEqualTo("other-1");
    }

    /** A value that another has replaced since then is not the own one, even if the own write had been done. */
    @Test
    void aWriteThatWasDoneAndThenReplacedIsFenced() {
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        store.script(Fate.DONE_UNHEARD);
        head.update(before -> before.withAttempt(2), heard);
        ports.workOnce();
        another(2, 2);
        ports.run();
        assertThat(heard.lines).last().isEqualTo("fenced by 2/2/0-0");
        assertThat(stored().claim()).isEqualTo(2);
    }

    /** Trap 11: a write under way since before another's claim arrives after it, and its precondition judges it. */
    @Test
    void aDelayedWriteOfAPredecessorChangesNothing() {
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        store.script(Fate.DELAYED);
        head.update(before -> before.withSnapshot(new SnapshotId(1, 1), false), heard);
        ports.workOnce();

        HandDrivenPorts successor = new HandDrivenPorts(store, "next-");
        Heard claimed = new Heard();
        new FencedObject<>(KEY, HeadRecord.class, successor).takeOver(before -> before.withClaim(2), claimed);
        successor.run();
        store.deliverDelayed();

        assertThat(claimed.lines).containsExactly("written 2/1/0-0 over 1/1/0-0");
        assertThat(stored().snapshot()).isEqualTo(SnapshotId.NONE);
        ports.run();
        assertThat(heard.lines).last().isEqualTo("fenced by 2/1/0-0");
    }

    /** The other way round: what arrived before the claim's own write is what the claim goes on from. */
    @Test
    void aClaimTakesOverWhatADelayedWriteHasChangedMeanwhile() {
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        store.script(Fate.DELAYED);
        head.update(before -> before.withSnapshot(new SnapshotId(1, 1), false), heard);
        ports.workOnce();

        HandDrivenPorts successor = new HandDrivenPorts(store, "next-");
        Heard claimed = new Heard();
        new FencedObject<>(KEY, HeadRecord.class, successor).takeOver(before -> before.withClaim(2), claimed);
        successor.workOnce();
        store.deliverDelayed();
        successor.run();

        assertThat(claimed.lines).containsExactly("written 2/1/1-1 over 1/1/1-1");
    }

    @Test
    void aDelayedWriteOfItsOwnIsNotDoneTwice() {
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        store.script(Fate.DELAYED);
        head.update(before -> before.withAttempt(2), heard);
        ports.run();
        head.update(before -> before.withAttempt(3), heard);
        ports.run();
        store.deliverDelayed();
        assertThat(stored().attempt()).isEqualTo(3);
        assertThat(heard.lines).hasSize(3);
    }

    @Test
    void aClaimIsNeverWrittenOverAHigherOne() {
        another(5, 3);
        head.takeOver(before -> before.withClaim(4), heard);
        ports.run();
        assertThat(heard.lines).containsExactly("fenced by 5/3/0-0");
        assertThat(store.writes()).isZero();
    }

    @Test
    void twoClaimsAtOnceGetDifferentNumbers() {
        another(1, 1);
        HandDrivenPorts rivals = new HandDrivenPorts(store, "rival-");
        Heard rival = new Heard();
        head.takeOver(before -> before.withClaim(before.claim() + 1), heard);
        new FencedObject<>(KEY, HeadRecord.class, rivals)
                .takeOver(before -> before.withClaim(before.claim() + 1), rival);
        ports.workOnce();
        rivals.workOnce();
        rivals.run();
        ports.run();
        assertThat(rival.lines).containsExactly("written 2/1/0-0 over 1/1/0-0");
        assertThat(heard.lines).containsExactly("written 3/1/0-0 over 2/1/0-0");
    }

    @Test
    void aStoreThatIsAwayIsAskedAgainWithGrowingDelays() {
        store.failReads(4);
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        assertThat(ports.delays()).containsExactly(50L, 100L, 200L, 400L);
        assertThat(heard.delays).isEqualTo(4);
        assertThat(heard.lines).containsExactly("written 1/1/0-0 over nothing");
    }

    @Test
    void aRefusalOfTheStoreIsToldOnce() {
        store.script(Fate.DENIED);
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        assertThat(heard.lines).containsExactly("refused: no right to write " + KEY);
        assertThat(store.writes()).isEqualTo(1);
    }

    /** Trap 12: a torn object is named, and nothing is written over it. */
    @Test
    void aTornObjectIsNamed() {
        store.put(KEY, ByteBuffer.wrap("{\"claim\":1,\"att".getBytes(StandardCharsets.UTF_8)));
        head.takeOver(before -> before.withClaim(2), heard);
        ports.run();
        assertThat(heard.lines)
                .singleElement()
                .asString()
                .startsWith("refused: ")
                .contains(KEY);
        assertThat(store.writes()).isZero();
    }

    /** Trap 26: who is fenced writes and reports nothing any more. */
    @Test
    void afterStopNothingIsWrittenOrHeard() {
        head.update(before -> attempt(before, 1, 1), heard);
        ports.run();
        store.script(Fate.LOST);
        head.update(before -> before.withAttempt(2), heard);
        head.update(before -> before.withAttempt(3), heard);
        ports.workOnce();
        head.stop();
        head.update(before -> before.withAttempt(4), heard);
        ports.run();
        assertThat(heard.lines).hasSize(1);
        assertThat(stored().attempt()).isEqualTo(1);
    }
}
