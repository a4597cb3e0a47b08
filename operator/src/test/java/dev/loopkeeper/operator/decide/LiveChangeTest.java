package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.provider.LiveSettings;
import dev.loopkeeper.provider.Observations;
import dev.loopkeeper.provider.RestartPolicy;
import dev.loopkeeper.provider.SnapshotRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** K17: what of a change a running coordinator is told, and that it needs no restart. */
final class LiveChangeTest {

    private static Given running(String spec) {
        Pod coordinator = Pod.coordinator(1);
        return Given.runningJob()
                .spec(spec)
                .generation(2)
                .pod(coordinator)
                .heard(
                        coordinator.view().uid(),
                        Duration.ofMillis(500),
                        State.claimed().is());
    }

    private static Observations reported(Given given) {
        return given.decision().steps().stream()
                .filter(Step.Report.class::isInstance)
                .map(step -> ((Step.Report) step).observations())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void k17SettingsThatNeedNoRestartAreToldAsTheyAreNow() {
        Given given = running("""
                snapshots: {interval: 7s, retain: 4}
                recovery: {scope: Job, onDamagedSnapshot: RepeatOutput, restart: {type: None}}
                """);
        LiveSettings settings = reported(given).settings();
        assertThat(settings.snapshotInterval()).isEqualTo(7000);
        assertThat(settings.retain()).isEqualTo(4);
        assertThat(settings.wholeJob()).isTrue();
        assertThat(settings.repeatOutput()).isTrue();
        assertThat(settings.restart()).isEqualTo(RestartPolicy.none());
        assertThat(given.decision().steps())
                .noneMatch(step -> step instanceof Step.AskStop || step instanceof Step.StartRun);
    }

    @Test
    void k17EachRestartStrategyIsToldWithItsOwnValues() {
        assertThat(reported(running("recovery: {restart: {type: FixedDelay, fixedDelay: {attempts: 3, delay: 2s}}}"))
                        .settings()
                        .restart())
                .isEqualTo(RestartPolicy.fixedDelay(3, 2000));
        assertThat(reported(
                                running(
                                        "recovery: {restart: {type: FailureRate, failureRate: {maxFailures: 2, interval: 1m, delay: 0s}}}"))
                        .settings()
                        .restart())
                .isEqualTo(RestartPolicy.failureRate(2, 60_000, 0));
        assertThat(reported(running("")).settings().restart().type()).isEqualTo(RestartPolicy.Type.EXPONENTIAL_DELAY);
    }

    /** With defaults in place of what cannot be read, or none at all, good settings would be undone. */
    @Test
    void k17ACoordinatorKeepsItsSettingsWhileTheSpecificationCannotBeRead() {
        LiveSettings good =
                reported(running("snapshots: {interval: 7s, retain: 4}")).settings();
        Pod coordinator = Pod.coordinator(1);
        Given unreadable = Given.runningJob()
                .generation(3)
                .unreadable(null)
                .pod(coordinator)
                .heard(
                        coordinator.view().uid(),
                        Duration.ofMillis(500),
                        State.claimed().settings(good).is());
        assertThat(reported(unreadable).settings()).isEqualTo(good);
        assertThat(unreadable.decision().situation().reason()).isEqualTo("SpecificationRefused");
    }

    @Test
    void aSnapshotIsAskedForByItsToken() {
        assertThat(reported(running("")).snapshot()).isNull();
        assertThat(reported(running("snapshotToken: ''")).snapshot()).isNull();
        assertThat(reported(running("snapshotToken: before the upgrade")).snapshot())
                .isEqualTo(new SnapshotRequest("before the upgrade"));
    }

    @Test
    void aChangeThatIsRefusedIsNamedAndStopsNothing() {
        Given given = running("snapshots: {interval: 7s}").problem("spec.recovery.scope: expected one of Job, Region");
        assertThat(given.decision().situation())
                .isEqualTo(
                        Situation.stalled("SpecificationRefused", "spec.recovery.scope: expected one of Job, Region"));
        assertThat(given.decision().steps())
                .noneMatch(step -> step instanceof Step.AskStop || step instanceof Step.StartRun);
    }

    /** As after an upgrade to an operator that refuses more. */
    @Test
    void k9WhatARunWasStartedWithStaysTaken() {
        Given given = running("").generation(1).problem("spec.recovery.scope: expected one of Job, Region");
        assertThat(given.decision().situation()).isEqualTo(Situation.CLEAR);
    }
}
