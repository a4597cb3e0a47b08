package dev.loopkeeper.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which coordinator a worker listens to, and what it says again when its words may have been lost. */
final class WorkerCoreTest {

    private static final TaskId TASK = new TaskId(0, 0);

    private final Recorded recorded = new Recorded();
    private final WorkerCore core =
            new WorkerCore(new WorkerCore.Identity("job-r0-0-3", 0, 0, 3, "uid", "node", "host:1", "plan"), recorded);

    private static final class Recorded implements WorkerPorts {

        final List<WorkerMessage> sent = new ArrayList<>();
        final List<TaskCommand> commands = new ArrayList<>();
        final List<CoordinatorMessage.Deploy> deployments = new ArrayList<>();
        final List<String> exits = new ArrayList<>();

        @Override
        public void send(WorkerMessage message) {
            sent.add(message);
        }

        @Override
        public void deploy(CoordinatorMessage.Deploy deploy) {
            deployments.add(deploy);
        }

        @Override
        public void command(TaskCommand command) {
            commands.add(command);
        }

        @Override
        public void exit(String reason) {
            exits.add(reason);
        }
    }

    private static CoordinatorMessage command(long claim, TaskCommand command) {
        return new CoordinatorMessage.Command(claim, command);
    }

    private static CoordinatorMessage deploy(long claim, int attempt) {
        return new CoordinatorMessage.Deploy(
                claim, 0, attempt, "regions/e1-r0/", List.of(0), Map.of(0, "host:1"), Map.of(0, 0), Map.of());
    }

    private static TaskCommand trigger(long claim) {
        return new TaskCommand.Trigger(new SnapshotId(claim, 1), SnapshotId.NONE, Map.of(), false);
    }

    /** K4, R15: whatever a zombie of a lower claim says is nothing. */
    @Test
    void aLowerClaimIsRefused() {
        core.handle(command(5, new TaskCommand.Start()));
        core.handle(command(4, trigger(4)));
        core.handle(deploy(4, 3));
        core.handle(new CoordinatorMessage.Dismiss(4, "old"));
        assertThat(recorded.commands).containsExactly(new TaskCommand.Start());
        assertThat(recorded.deployments).isEmpty();
        assertThat(recorded.exits).isEmpty();
        core.handle(command(6, trigger(6)));
        assertThat(recorded.commands).hasSize(2);
        assertThat(core.claim()).isEqualTo(6);
    }

    /** The coordinator repeats a deployment whose answer it has not heard; tasks are made once. */
    @Test
    void aRepeatedDeploymentIsAnsweredAndNotDoneTwice() {
        core.connected();
        core.handle(deploy(1, 3));
        core.handle(deploy(1, 3));
        assertThat(recorded.deployments).hasSize(1);
        assertThat(recorded.sent).doesNotHaveAnyElementsOfTypes(WorkerMessage.Ready.class);
        core.slotsReady();
        core.handle(deploy(1, 3));
        assertThat(recorded.deployments).hasSize(1);
        assertThat(recorded.sent)
                .filteredOn(WorkerMessage.Ready.class::isInstance)
                .hasSize(2);
    }

    /** R15: a worker belongs to one attempt for good. */
    @Test
    void aDeploymentOfAnotherAttemptIsNotDone() {
        core.handle(deploy(1, 4));
        core.handle(deploy(1, 2));
        assertThat(recorded.deployments).isEmpty();
    }

    /** R16: a coordinator that has just begun must learn that the tasks run. */
    @Test
    void registrationSaysWhetherTasksRun() {
        core.connected();
        core.handle(command(1, new TaskCommand.Start()));
        core.connected();
        assertThat(recorded.sent)
                .extracting(message -> ((WorkerMessage.Register) message).running())
                .containsExactly(false, true);
        assertThat(recorded.sent)
                .allSatisfy(message -> assertThat(message)
                        .isEqualTo(new WorkerMessage.Register(
                                "job-r0-0-3",
                                0,
                                0,
                                3,
                                "uid",
                                "node",
                                "host:1",
                                "plan",
                                ((WorkerMessage.Register) message).running())));
    }

    /** A failure that was told to a dead coordinator is told to the next one, or its region would wait for ever. */
    @Test
    void aFailureIsRepeatedToEveryCoordinator() {
        TaskReport failure = new TaskReport.Failed(TASK, "division by zero");
        core.report(failure);
        core.report(new TaskReport.Failed(TASK, "and then another"));
        core.failed("a thread died");
        core.connected();
        core.connected();
        assertThat(recorded.sent)
                .filteredOn(message -> !(message instanceof WorkerMessage.Register))
                .containsExactly(
                        new WorkerMessage.Report(failure),
                        new WorkerMessage.Report(new TaskReport.Failed(TASK, "and then another")),
                        new WorkerMessage.Report(failure),
                        new WorkerMessage.Report(failure));
    }

    @Test
    void aWorkerThatHasFailedIsNotReady() {
        core.handle(deploy(1, 3));
        core.failed("the data connection to job-r0-1-3 was lost");
        core.failed("and again");
        core.slotsReady();
        assertThat(recorded.sent)
                .containsExactly(new WorkerMessage.Failed("the data connection to job-r0-1-3 was lost"));
    }

    @Test
    void itEndsWhenItIsTold() {
        core.handle(command(1, new TaskCommand.Close()));
        assertThat(recorded.exits).containsExactly("the region is done");
        core.handle(new CoordinatorMessage.Dismiss(1, "not wanted"));
        assertThat(recorded.exits).last().isEqualTo("not wanted");
    }
}
