package dev.loopkeeper.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.snapshot.Control;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import org.junit.jupiter.api.Test;

class SameSlotChannelTest {

    @Test
    void keepsTheOrderOfBatchesAndControlRecords() {
        SameSlotChannel channel = new SameSlotChannel(2);
        Batch first = channel.newBatch();
        Batch second = channel.newBatch();
        Control.Barrier barrier = new Control.Barrier(1, new SnapshotId(1, 1), SnapshotId.NONE, false);
        channel.send(first);
        channel.send(barrier);
        channel.send(second);
        channel.send(new Control.End());

        assertThat(channel.poll()).isSameAs(first);
        assertThat(channel.poll()).isSameAs(barrier);
        assertThat(channel.poll()).isSameAs(second);
        assertThat(channel.poll()).isEqualTo(new Control.End());
        assertThat(channel.poll()).isNull();
    }

    @Test
    void isWritableWhileFewerBatchesAreUnderWayThanCredits() {
        SameSlotChannel channel = new SameSlotChannel(2);
        channel.send(channel.newBatch());
        assertThat(channel.writable()).isTrue();
        channel.send(channel.newBatch());
        assertThat(channel.writable()).isFalse();

        Batch batch = (Batch) channel.poll();
        assertThat(channel.writable()).as("polled, not released").isFalse();
        channel.release(batch);
        assertThat(channel.writable()).isTrue();
    }

    @Test
    void takesControlRecordsAndWhatOneRecordEmitsWithoutCredit() {
        SameSlotChannel channel = new SameSlotChannel(1);
        channel.send(channel.newBatch());
        channel.send(channel.newBatch());
        channel.send(new Control.End());

        channel.release((Batch) channel.poll());
        assertThat(channel.writable())
                .as("one over the credits is still under way")
                .isFalse();
        channel.release((Batch) channel.poll());
        assertThat(channel.writable()).isTrue();
    }

    @Test
    void handsUsedBatchesOutAgainEmpty() {
        SameSlotChannel channel = new SameSlotChannel(1);
        Batch batch = channel.newBatch();
        batch.records[batch.count++] = "record";
        batch.weight = 7;
        channel.send(batch);
        channel.release((Batch) channel.poll());

        Batch again = channel.newBatch();
        assertThat(again).isSameAs(batch);
        assertThat(again.count).isZero();
        assertThat(again.weight).isZero();
        assertThat(again.records[0]).isNull();
    }

    @Test
    void refusesToBeMadeWithoutCredit() {
        assertThatThrownBy(() -> new SameSlotChannel(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
