package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K10: what becomes of a deleted job and its store. */
final class DeletionDecisionTest {

    private static Given deleted(Duration ago) {
        return Given.runningJob().deleted(ago).finalizer().spec("snapshots: {onDelete: Delete}");
    }

    private static List<Step> steps(Given given) {
        return given.decision().steps();
    }

    @Test
    void k10RetainNeedsNoFinalizerAndNoStep() {
        assertThat(steps(Given.runningJob().deleted(Duration.ZERO).pod(Pod.coordinator(1))))
                .isEmpty();
    }

    /** What the specification says, whether the finalizer is there, and what is done about it. */
    @ParameterizedTest
    @CsvSource({"Retain, false,", "Retain, true, false", "Delete, false, true", "Delete, true,"})
    void k10TheFinalizerFollowsThePolicyAtOnce(String policy, boolean there, Boolean set) {
        Given given = Given.newJob().spec("snapshots: {onDelete: " + policy + "}");
        List<Step> steps = steps(there ? given.finalizer() : given);
        if (set == null) {
            assertThat(steps).noneMatch(Step.SetFinalizer.class::isInstance);
        } else {
            assertThat(steps).contains(new Step.SetFinalizer(set));
        }
    }

    /** Its defaults say {@code Retain}; the finalizer is what is left of what was read last. */
    @ParameterizedTest
    @CsvSource({"true, Delete", "true,", "true, Retain", "false, Delete", "false,"})
    void k10TheFinalizerStaysWhileTheSpecificationCannotBeRead(boolean there, String legible) {
        Given given = Given.runningJob().unreadable(policy(legible));
        assertThat(steps(there ? given.finalizer() : given)).noneMatch(Step.SetFinalizer.class::isInstance);
    }

    /** What is legible of what was written last, and whether the store is cleared. */
    @ParameterizedTest
    @CsvSource({"Delete, true", ", true", "Retain, false"})
    void k10AJobThatCannotBeReadIsDeletedAsWasReadLastUnlessItSaysOtherwise(String legible, boolean cleared) {
        List<Step> steps = steps(Given.runningJob()
                .unreadable(policy(legible))
                .deleted(Duration.ZERO)
                .finalizer());
        assertThat(steps.contains(new Step.CreateCleanup(1, 0))).isEqualTo(cleared);
        assertThat(steps.contains(new Step.SetFinalizer(false))).isEqualTo(!cleared);
    }

    private static DeletionPolicy policy(String legible) {
        return legible == null ? null : DeletionPolicy.valueOf(legible.toUpperCase(Locale.ROOT));
    }

    /** As when it was changed and deleted before the operator came to see the change. */
    @Test
    void k10WhatIsToBeKeptIsNotClearedForAnEarlierWish() {
        Given given = Given.runningJob()
                .deleted(Duration.ofSeconds(2))
                .finalizer()
                .spec("snapshots: {onDelete: Retain}")
                .pod(Pod.cleanup());
        assertThat(steps(given))
                .containsExactly(
                        new Step.DeletePod("rework-cleanup", "uid-of-rework-cleanup", 0, "the store is done with"),
                        new Step.DiscardCleanup(),
                        new Step.SetFinalizer(false));
    }

    @Test
    void k10PodsGoBeforeTheStoreIsCleared() {
        assertThat(steps(deleted(Duration.ZERO).pod(Pod.coordinator(1)).pod(Pod.worker("r0", 0, 1))))
                .containsExactly(
                        new Step.DeletePod(
                                "rework-coordinator-1", "uid-of-rework-coordinator-1", 1, "the job is being deleted"),
                        new Step.DeletePod("rework-r0-0-1", "uid-of-rework-r0-0-1", 1, "the job is being deleted"));
        assertThat(steps(deleted(Duration.ZERO))).containsExactly(new Step.CreateCleanup(1, 0));
    }

    /** The collector takes all that the job owns at once; only the status says that it ever ran. */
    private static Given collected() {
        return Given.newJob()
                .status("run: {number: 1, generation: 1, store: '" + Given.STORE + "'}")
                .deleted(Duration.ofSeconds(2))
                .finalizer()
                .spec("snapshots: {onDelete: Delete}");
    }

    @Test
    void k10ADeletionInTheForegroundClearsTheStoreToo() {
        assertThat(steps(collected())).containsExactly(new Step.CreateCleanup(1, 0));
        assertThat(steps(collected().pod(Pod.cleanup()))).isEmpty();
        assertThat(steps(Given.newJob()
                        .deleted(Duration.ofSeconds(2))
                        .finalizer()
                        .spec("snapshots: {onDelete: Delete}")
                        .pod(Pod.worker("r0", 0, 1).run(3).exit(0, "Completed", ""))))
                .as("before a status was written")
                .contains(new Step.CreateCleanup(3, 0))
                .filteredOn(Step.TellOnce.class::isInstance)
                .singleElement()
                .satisfies(told -> assertThat(((Step.TellOnce) told).message()).contains(Given.STORE));
    }

    /** Nothing would be found there, and the job's data would be left without a word; the keys for the right place are gone with the revision. */
    @Test
    void k10AnotherDefaultStoreIsNotClearedInPlaceOfTheJobs() {
        assertThat(steps(collected().storeNow("s3://others")))
                .contains(new Step.SetFinalizer(false))
                .noneMatch(Step.CreateCleanup.class::isInstance)
                .anyMatch(step -> step instanceof Step.Tell tell
                        && tell.reason().equals("StoreLeft")
                        && tell.message().contains(Given.STORE));
        assertThat(steps(deleted(Duration.ZERO).storeNow("s3://others")))
                .as("its revision has the right one")
                .containsExactly(new Step.CreateCleanup(1, 0));
        assertThat(steps(collected().storeNow("s3://others").pod(Pod.cleanup())))
                .as("it was under way before the collector took the revision")
                .isEmpty();
    }

    @Test
    void k10ANamespaceWhoseRevisionsAreGoneIsToldWhatIsLeftToo() {
        assertThat(steps(collected().namespaceTerminating()))
                .contains(new Step.SetFinalizer(false))
                .anyMatch(
                        step -> step instanceof Step.Tell tell && tell.message().contains("s3://jobs/loops"));
    }

    /** Of the time that the collector gives them nothing is for a store that is cleared. */
    @ParameterizedTest
    @CsvSource({"60, true", "2, false"})
    void k10PodsThatTheCollectorDeletesGoAsSoonAsOthers(int secondsLeft, boolean hurried) {
        assertThat(steps(collected().pod(Pod.worker("r0", 0, 1).terminating(Duration.ofSeconds(secondsLeft)))))
                .isEqualTo(
                        hurried
                                ? List.of(new Step.DeletePod(
                                        "rework-r0-0-1", "uid-of-rework-r0-0-1", 1, "the job is being deleted"))
                                : List.of());
    }

    @Test
    void k10TheResourceGoesWhenTheStoreIsClear() {
        assertThat(steps(deleted(Duration.ofSeconds(9)).pod(Pod.cleanup().exit(0, "Completed", ""))))
                .containsExactly(
                        new Step.DeletePod("rework-cleanup", "uid-of-rework-cleanup", 0, "the store is done with"),
                        new Step.DiscardCleanup(),
                        new Step.SetFinalizer(false));
    }

    private static Pod failed(int before, Duration ago) {
        return Pod.cleanup().failures(before).age(ago).exit(1, "Error", "no route to the store\nat somewhere");
    }

    /** How many have failed before the last, and the seconds from its end until the next is made. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "6, 64"})
    void k10ACleanupThatFailedStaysForALongerWhileEachTimeAndIsTriedAgain(int before, int seconds) {
        Given waiting = deleted(Duration.ofMinutes(2)).pod(failed(before, Duration.ofMillis(seconds * 1000L - 400)));
        assertThat(steps(waiting)).isEmpty();
        assertThat(waiting.decision().recheck()).hasValue(Duration.ofMillis(400));
        assertThat(steps(deleted(Duration.ofMinutes(2)).pod(failed(before, Duration.ofSeconds(seconds)))))
                .containsExactly(
                        new Step.DeletePod(
                                "rework-cleanup", "uid-of-rework-cleanup", 0, "it failed and is tried again"),
                        new Step.CreateCleanup(1, before + 1));
    }

    /** The cache may show the failed one still when the next was made. */
    @Test
    void k10OneCleanupAtATime() {
        assertThat(steps(deleted(Duration.ofMinutes(2))
                        .pod(failed(0, Duration.ofMinutes(1)))
                        .pod(Pod.cleanup().uid("next").failures(1))))
                .isEmpty();
        assertThat(steps(deleted(Duration.ofMinutes(2))
                        .pod(failed(0, Duration.ofMinutes(1)).terminating(Duration.ZERO))))
                .isEmpty();
    }

    @Test
    void k10WhatTheLastCleanupSaidIsToldInOneLine() {
        assertThat(steps(deleted(Duration.ofMinutes(5)).pod(failed(7, Duration.ofSeconds(1)))))
                .anyMatch(step -> step instanceof Step.Tell tell
                        && tell.message().endsWith("it could not be cleared within 5 minutes: no route to the store"));
    }

    /** Seconds since the deletion was asked for, and whether the resource is let go with the store as it is. */
    @ParameterizedTest
    @CsvSource({"299, false", "300, true"})
    void k10TheDeadlineIsFiveMinutes(int seconds, boolean letGo) {
        Given given = deleted(Duration.ofSeconds(seconds)).pod(Pod.cleanup()).storeNow("s3://others");
        assertThat(steps(given).contains(new Step.SetFinalizer(false))).isEqualTo(letGo);
        if (letGo) {
            assertThat(steps(given))
                    .anyMatch(step ->
                            step instanceof Step.Tell tell && tell.message().contains("s3://jobs/loops"));
        } else {
            assertThat(given.decision().recheck()).hasValue(Duration.ofSeconds(1));
        }
    }

    @Test
    void k10ATerminatingNamespaceLetsGoAtOnce() {
        assertThat(steps(deleted(Duration.ZERO).namespaceTerminating().pod(Pod.coordinator(1))))
                .contains(new Step.SetFinalizer(false))
                .noneMatch(Step.CreateCleanup.class::isInstance);
    }

    @Test
    void aJobThatNeverRanHasNothingToClear() {
        assertThat(steps(Given.newJob().deleted(Duration.ZERO).finalizer()))
                .containsExactly(new Step.SetFinalizer(false));
    }

    @Test
    void aPausedJobCanBeDeleted() {
        assertThat(steps(deleted(Duration.ZERO).paused())).containsExactly(new Step.CreateCleanup(1, 0));
    }
}
