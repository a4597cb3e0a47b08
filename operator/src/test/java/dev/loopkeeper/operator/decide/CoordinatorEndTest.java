package dev.loopkeeper.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of coordinators that end: without it nobody could mend what ends them. */
final class CoordinatorEndTest {

    private static final String RESTARTING = "CoordinatorRestarting";

    private static Pod failed(int failures, int code, String reason, String message) {
        return Pod.coordinator(1).failures(failures).exit(code, reason, message).age(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "137 | OOMKilled | '' | ended with code 137, OOMKilled",
                "3 | Error | 'store: access denied' | ended with code 3: store: access denied",
                "3 | Error | 'what is before\nwhy\n\tat dev.example.Job.run(Job.java:3)\n\t... 7 more\n' | ended with code 3: why",
            })
    void whyItEndedIsToldWhenItIsReplaced(int code, String reason, String message, String told) {
        String text = message.replace("\\n", "\n").replace("\\t", "\t");
        assertThat(Given.runningJob()
                        .pod(failed(0, code, reason, text))
                        .decision()
                        .steps())
                .containsExactly(
                        new Step.CreateCoordinator(1, 2, 1, 0, java.util.List.of()),
                        new Step.TellOnce(true, "CoordinatorFailed", "rework-coordinator-1: " + told));
    }

    @Test
    void aVerdictIsNoFailure() {
        assertThat(Given.runningJob()
                        .pod(failed(0, 0, "Completed", "broken"))
                        .decision()
                        .steps())
                .noneMatch(Step.TellOnce.class::isInstance);
    }

    /** How many in a row have failed before it. */
    @ParameterizedTest
    @CsvSource({"1, WAITING", "2, HINDERED", "9, HINDERED"})
    void afterSeveralFailuresSomebodyIsToLook(int failures, Situation.Kind kind) {
        Situation situation = Given.runningJob()
                .pod(failed(failures, 3, "Error", "the jar has another digest"))
                .decision()
                .situation();
        assertThat(situation.kind()).isEqualTo(kind);
        assertThat(situation.reason()).isEqualTo(RESTARTING);
        assertThat(situation.message()).contains("the jar has another digest");
    }

    @Test
    void k23CoordinatorsThatWereEvictedHaveNothingToMend() {
        Pod evicted = failed(9, 143, "Error", "").disruption("EvictionByEvictionAPI");
        assertThat(Given.runningJob().pod(evicted).decision().situation().kind())
                .isEqualTo(Situation.Kind.WAITING);
    }

    /** In the look that creates the next one, too: a stall would be cleared by each. */
    @Test
    void itStaysSoUntilANewOneHasGotFurther() {
        Pod due = failed(6, 3, "Error", "no").age(Duration.ofSeconds(32));
        assertThat(Given.runningJob().pod(due).decision().situation().kind()).isEqualTo(Situation.Kind.HINDERED);
        Pod next = Pod.coordinator(2).failures(7);
        Given given = Given.runningJob().stalled(RESTARTING, "no").pod(next);
        assertThat(given.decision().situation()).isEqualTo(new Situation(Situation.Kind.HINDERED, RESTARTING, "no"));
        given.heard(
                next.view().uid(),
                Duration.ZERO,
                State.claimed().epoch(2).wants("r0", 0, 1).is());
        assertThat(given.decision().situation()).isEqualTo(Situation.CLEAR);
    }
}
