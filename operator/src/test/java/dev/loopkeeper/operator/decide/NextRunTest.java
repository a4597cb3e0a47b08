package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.MissingObject;
import dev.loopkeeper.operator.observe.RunEnd;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the next run takes, before it starts and before a good one is stopped for it: K11, K17, K18, K19. */
final class NextRunTest {

    private static final String COORDINATOR = "uid-of-rework-coordinator-1";
    private static final MissingObject JAR = MissingObject.secret("spec.program.jar.credentials.secret", "jar", null);

    private static final String WITH_SNAPSHOT =
            "lastSnapshot: {time: \"2026-11-21T03:20:00Z\", bytes: 10, durationMillis: 5}";

    private static Given changed(State state) {
        return Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(COORDINATOR, Duration.ZERO, state.is())
                .spec("image: other")
                .generation(2)
                .tried(2, null);
    }

    private static List<Step> steps(Given given) {
        return given.decision().steps();
    }

    @Test
    void k18AGoodRunIsNotStoppedForOneWhoseSecretIsMissing() {
        Given given = changed(State.claimed()).missing(JAR);
        assertThat(steps(given)).noneMatch(Step.AskStop.class::isInstance);
        assertThat(given.decision().situation())
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.HINDERED, "SecretMissing");
        assertThat(steps(changed(State.claimed()))).anyMatch(Step.AskStop.class::isInstance);
    }

    /** They may have been there when the change was made, and not be now. */
    @Test
    void k18WhatAChangeTakesIsLookedForBeforeTheOldRunIsStopped() {
        Given given = changed(State.claimed()).preparedBefore();
        assertThat(steps(given)).noneMatch(Step.AskStop.class::isInstance);
        assertThat(given.decision().recheck()).hasValue(Timing.SHORTEST_RECHECK);
    }

    @Test
    void k18ASuspensionTakesNothing() {
        Given given = changed(State.claimed()).spec("suspend: true").missing(JAR);
        assertThat(steps(given)).contains(new Step.AskStop(1, "suspended"));
    }

    /** The old run goes on, and what it loses meanwhile is replaced as it was frozen. */
    @Test
    void k18WhatAChangeIsMissingHoldsUpNoRecoveryOfTheOldRun() {
        Given worker = changed(State.claimed().wants("r0", 0, 1)).missing(JAR);
        assertThat(steps(worker)).anyMatch(Step.CreateWorker.class::isInstance);
        Given coordinator = Given.runningJob()
                .spec("image: other")
                .generation(2)
                .tried(2, null)
                .missing(JAR);
        assertThat(steps(coordinator)).anyMatch(Step.CreateCoordinator.class::isInstance);
    }

    /** A coordinator does without what the workers' template names, and the other way round. */
    @ParameterizedTest
    @EnumSource(names = {"COORDINATOR", "WORKER"})
    void k11WhatATemplateIsMissingHoldsUpThePodsOfThatTemplate(Component barred) {
        MissingObject missing =
                new MissingObject("spec.workers.template.spec.volumes[a]", "ConfigMap", "a", null, Set.of(barred));
        Given first = Given.newJob().tried(1, null).missing(missing);
        assertThat(steps(first)).as("a run starts with all of it").isEmpty();
        assertThat(first.decision().situation().reason()).isEqualTo("ConfigMapMissing");
        assertThat(steps(Given.runningJob().missing(missing)).stream()
                        .anyMatch(Step.CreateCoordinator.class::isInstance))
                .isEqualTo(barred == Component.WORKER);
        Given worker = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(
                        COORDINATOR,
                        Duration.ZERO,
                        State.claimed().wants("r0", 0, 1).is())
                .missing(missing);
        assertThat(steps(worker).stream().anyMatch(Step.CreateWorker.class::isInstance))
                .isEqualTo(barred == Component.COORDINATOR);
    }

    /** Nodes go on without a Secret for pulling; a pull that fails for that says less. */
    @Test
    void k11WhatNodesMakeDoWithoutIsToldAndHoldsUpNothing() {
        MissingObject missing =
                new MissingObject("spec.workers.template.spec.imagePullSecrets", "Secret", "registry", null, Set.of());
        assertThat(steps(Given.newJob().tried(1, null).missing(missing)))
                .containsExactly(
                        new Step.TellOnce(
                                true,
                                "SecretMissing",
                                "spec.workers.template.spec.imagePullSecrets names Secret registry, which does not exist"),
                        new Step.StartRun(1, 1));
    }

    private static Given resumed() {
        return Given.runningJob()
                .ended(RunEnd.Outcome.SUSPENDED)
                .generation(2)
                .tried(2, null)
                .storeNow("s3://other/loops");
    }

    /** As after an upgrade of the chart with another bucket. */
    @Test
    void k19AnotherDefaultStoreIsNoSilentStartFromNothing() {
        assertThat(steps(resumed())).isEmpty();
        Situation situation = resumed().decision().situation();
        assertThat(situation)
                .extracting(Situation::kind, Situation::reason)
                .containsExactly(Situation.Kind.STALLED, "DefaultStoreChanged");
        assertThat(situation.message()).contains("s3://jobs/loops", "s3://other/loops");
    }

    @Test
    void k18NorIsAGoodRunStoppedForThat() {
        Given given = changed(State.claimed()).status(WITH_SNAPSHOT).storeNow("s3://other/loops");
        assertThat(steps(given)).noneMatch(Step.AskStop.class::isInstance);
        assertThat(given.decision().situation().reason()).isEqualTo("DefaultStoreChanged");
    }

    /** Its default store may never have worked, and the change of that is what mends it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void k18AJobThatHasLeftNothingStartsInTheNewStore(boolean snapshot) {
        Given given = Given.runningJob()
                .ended(RunEnd.Outcome.ABANDONED)
                .generation(2)
                .tried(2, null)
                .storeNow("s3://other/loops");
        boolean starts = steps(snapshot ? given.status(WITH_SNAPSHOT) : given).contains(new Step.StartRun(2, 2));
        assertThat(starts).isEqualTo(!snapshot);
    }

    /** As after a rotation: pods that run read them again, later ones start with them. */
    @Test
    void k16OtherCredentialsOfTheDefaultStoreAreCopied() {
        State idle = State.claimed();
        Given running = Given.runningJob()
                .pod(Pod.coordinator(1))
                .heard(COORDINATOR, Duration.ZERO, idle.is())
                .rotated();
        assertThat(steps(running)).contains(new Step.CopyCredentials());
        assertThat(steps(Given.newJob().tried(1, null).rotated()))
                .containsExactly(new Step.CopyCredentials(), new Step.StartRun(1, 1));
    }
}
