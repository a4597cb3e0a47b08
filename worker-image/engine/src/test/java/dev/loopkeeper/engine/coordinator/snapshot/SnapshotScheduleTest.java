package dev.loopkeeper.engine.coordinator.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SnapshotScheduleTest {

    private static final long INTERVAL = 1_000;

    private final SnapshotSchedule schedule = new SnapshotSchedule();

    @Test
    void nothingIsDueBeforeTheRegionRunsAndAfterItsTasksAreGone() {
        assertThat(schedule.due(1_000_000)).isFalse();
        schedule.begins(100, INTERVAL);
        assertThat(schedule.due(1_099)).isFalse();
        assertThat(schedule.due(1_100)).isTrue();
        schedule.ends();
        assertThat(schedule.due(1_000_000)).isFalse();
    }

    @Test
    void anIntervalBeginsWithTheLastTriggerWhateverItsLengthNow() {
        schedule.begins(0, INTERVAL);
        schedule.triggered(1_500, INTERVAL);
        assertThat(schedule.due(2_499)).isFalse();
        schedule.interval(200);
        assertThat(schedule.due(1_699)).isFalse();
        assertThat(schedule.due(1_700)).isTrue();
        schedule.interval(3_000);
        assertThat(schedule.due(4_499)).isFalse();
        assertThat(schedule.due(4_500)).isTrue();
    }

    @Test
    void anIntervalThatChangesBetweenTwoAttemptsBringsNoSnapshotForward() {
        schedule.interval(200);
        assertThat(schedule.due(1_000_000)).isFalse();
    }

    @Test
    void aRequestIsDueAtOnceAndAgainInTheNextAttemptUntilItIsAnswered() {
        schedule.begins(0, INTERVAL);
        schedule.request();
        assertThat(schedule.due(1)).isTrue();
        int request = schedule.newestRequest();
        schedule.triggered(1, INTERVAL);
        assertThat(schedule.due(2)).isFalse();
        assertThat(schedule.requested()).isTrue();

        schedule.ends();
        schedule.begins(10, INTERVAL);
        assertThat(schedule.due(10)).isTrue();
        schedule.triggered(10, INTERVAL);
        assertThat(schedule.answers(request)).isTrue();
        assertThat(schedule.answers(request)).as("told twice").isFalse();
        assertThat(schedule.requested()).isFalse();
    }

    @Test
    void aSnapshotFromBeforeTheNewestRequestDoesNotAnswerIt() {
        schedule.begins(0, INTERVAL);
        schedule.request();
        int first = schedule.newestRequest();
        schedule.request();
        assertThat(schedule.answers(first)).isFalse();
        assertThat(schedule.requested()).isTrue();
        assertThat(schedule.answers(schedule.newestRequest())).isTrue();
    }

    @Test
    void whatSomebodyWaitsForIsRepeatedSoonerThanTheIntervalAndNeverLater() {
        schedule.begins(0, 60_000);
        schedule.repeat(500);
        assertThat(schedule.due(1_499)).isFalse();
        assertThat(schedule.due(1_500)).isTrue();
        schedule.triggered(1_500, 100);
        schedule.repeat(1_500);
        assertThat(schedule.due(1_600)).isTrue();
    }

    @Test
    void aStopIsDueAtOnceAndForgottenWhenTheRegionGoesOn() {
        schedule.begins(0, INTERVAL);
        schedule.stop(true);
        assertThat(schedule.due(0)).isTrue();
        assertThat(schedule.stopping()).isTrue();
        assertThat(schedule.stopRescalable()).isTrue();
        schedule.goOn();
        assertThat(schedule.stopping()).isFalse();
        assertThat(schedule.stopRescalable()).isFalse();
    }
}
