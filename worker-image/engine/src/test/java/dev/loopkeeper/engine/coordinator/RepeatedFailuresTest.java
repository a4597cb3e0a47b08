package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.coordinator.restart.RestartStrategy;
import dev.loopkeeper.engine.message.FailureCause;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.provider.RegionPhase;
import dev.loopkeeper.provider.Verdict;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A program that fails again and again: by one cause, by several, and by what is no fault of its own. */
final class RepeatedFailuresTest {

    private static final FailureCause PARSING =
            new FailureCause("NumberFormatException at dev.example.Orders.parse:17", false);
    private static final FailureCause FULL = new FailureCause("java.io.IOException at dev.example.Out.write:3", true);

    private final Program lanes = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", new RecordingSink<>());
    private ScriptedJob job = job(ScriptedJob.RESTART);

    private ScriptedJob job(RestartStrategy restart) {
        return ScriptedJob.ofManyWorkers(lanes, 1, restart, new ScriptedStore());
    }

    /** Lets every attempt fail until there is a verdict; returns how many there were. */
    private int failing(int limit, IntFunction<TaskReport> failure) {
        job.start();
        job.pass(20);
        for (int attempt = 1; attempt <= limit; attempt++) {
            job.run(0, attempt);
            job.report(0, failure.apply(attempt));
            job.pass(200);
            if (job.verdict() != null) {
                return attempt;
            }
        }
        return limit;
    }

    private TaskReport.Failed failed(String message, FailureCause cause) {
        return new TaskReport.Failed(job.region(0).tasks().getFirst(), message, cause);
    }

    @Test
    void oneCauseIsTheEndAfterFiveTimesWhateverItsWords() {
        int attempts = failing(20, attempt -> failed("record " + attempt + " is no number", PARSING));
        assertThat(attempts).isEqualTo(5);
        assertThat(job.verdict().outcome()).isEqualTo(Verdict.Outcome.FAILED);
        assertThat(job.verdict().message()).contains("record 5 is no number", "failed 5 times in the same way");
    }

    @Test
    void aWorkerThatTellsNoCauseIsJudgedByItsWords() {
        assertThat(failing(20, attempt -> failed("it broke", FailureCause.UNKNOWN)))
                .isEqualTo(5);
        job = job(ScriptedJob.RESTART);
        failing(20, attempt -> failed("it broke in attempt " + attempt, FailureCause.UNKNOWN));
        assertThat(job.verdict()).isNull();
    }

    @Test
    void otherCausesInTheSameWordsAreOtherFailures() {
        failing(20, attempt -> failed("it broke", new FailureCause("Broken at line " + attempt, false)));
        assertThat(job.verdict()).isNull();
    }

    @Test
    void aFullDiskIsNoFaultOfTheProgram() {
        failing(30, attempt -> failed("operator out: output directory /out cannot be written: the disk is full", FULL));
        assertThat(job.verdict()).isNull();
        assertThat(job.core().regionStatuses().getFirst().phase()).isNotEqualTo(RegionPhase.FAILED);
        assertThat(job.core().regionStatuses().getFirst().lastFailure().message())
                .isEqualTo("operator out: output directory /out cannot be written: the disk is full;"
                        + " the job goes on when there is room");
    }

    @Test
    void aFullDiskCountsAgainstTheRestartsThatPeopleAllow() {
        job = job(new RestartStrategy.FixedDelay(7, 10));
        assertThat(failing(30, attempt -> failed("the disk is full", FULL))).isEqualTo(8);
        assertThat(job.verdict().message())
                .contains("the disk is full [7 restarts")
                .doesNotContain("the job goes on");
    }
}
