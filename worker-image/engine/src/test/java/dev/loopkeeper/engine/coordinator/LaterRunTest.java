package dev.loopkeeper.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.api.Program;
import dev.loopkeeper.api.source.Generator;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.provider.RegionPhase;
import org.junit.jupiter.api.Test;

/** A job that is started again by its provider, after a stop or after the loss of everything, waits for no worker of the time before. */
final class LaterRunTest {

    private final ScriptedStore store = new ScriptedStore();
    private final RecordingSink<Long> sink = new RecordingSink<>();
    private final Program program = flow ->
            flow.read("numbers", Generator.of(Long.class, number -> number)).write("sink", sink);

    private ScriptedJob job(long run) {
        return new ScriptedJob(run, program, 1, false, false, store);
    }

    private void runFirst() {
        ScriptedJob job = job(1);
        job.start();
        job.pass(20);
        job.run(0, 1);
    }

    @Test
    void theNextAttemptBeginsAtOnceAndIsNoFailure() {
        runFirst();
        ScriptedJob successor = job(2);
        successor.start();
        successor.pass(20);
        assertThat(successor.core().regionStatuses().getFirst().attempt()).isEqualTo(2);
        assertThat(successor.core().regionStatuses().getFirst().lastFailure()).isNull();
    }

    /** R16. */
    @Test
    void theNextCoordinatorOfTheSameRunWaitsForItsWorkers() {
        runFirst();
        ScriptedJob again = job(2);
        again.start();
        again.pass(20);
        again.run(0, 2);
        ScriptedJob successor = job(2);
        successor.start();
        successor.pass(20);
        assertThat(successor.core().regionStatuses().getFirst().attempt()).isEqualTo(2);
        successor.register(0, 2, true);
        successor
                .region(0)
                .tasks()
                .forEach(task -> successor.report(0, new TaskReport.Resumed(task, false, null, null)));
        assertThat(successor.core().regionStatuses().getFirst().phase()).isEqualTo(RegionPhase.RUNNING);
    }
}
