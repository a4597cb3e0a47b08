package dev.loopkeeper.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.worker.WorkerExit.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A region's workers as they run, with a coordinator that a script drives. */
@Timeout(120)
class WorkerRegionTest extends WorkerFixture {

    private void finish(ScriptedCoordinator coordinator) {
        coordinator.finishLoop();
        coordinator.awaitEnded();
        SnapshotId lastOne = coordinator.trigger(false);
        coordinator.commit(lastOne, coordinator.acknowledged(lastOne));
        coordinator.broadcast(new TaskCommand.Close());
    }

    @Test
    void aLoopOverTwoWorkersRunsToItsEndWhileSnapshotsAreTakenAndAborted() throws IOException {
        Map<String, String> parameters = Map.of("tokens", "4000", "hops", "60", "rate", "4000");
        try (ScriptedCoordinator coordinator =
                        new ScriptedCoordinator(plan(parameters), job, 1, token, SnapshotId.NONE);
                WorkerRun first = worker(0, 1, coordinator.address(), parameters);
                WorkerRun second = worker(1, 1, coordinator.address(), parameters)) {
            coordinator.deployAndStart(names(1), 1, coordinator.fresh());
            SnapshotId one = coordinator.trigger(false);
            Map<TaskId, TaskPart> parts = coordinator.acknowledged(one);
            coordinator.commit(one, parts);
            coordinator.abort(coordinator.trigger(false));
            SnapshotId three = coordinator.trigger(false);
            coordinator.commit(three, coordinator.acknowledged(three));
            finish(coordinator);
            assertThat(first.exit()).isEqualTo(new WorkerExit(Code.DONE, "the region is done"));
            assertThat(second.exit().code()).isEqualTo(Code.DONE);
            assertThat(coordinator.failures).isEmpty();
            assertThat(MemorySink.committed(job)).isEqualTo(HopProgram.expected(4000, 60));
            assertThat(store.objects.keySet())
                    .allMatch(key -> key.startsWith(ScriptedCoordinator.FOLDER + "chunks/1-"));
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).as("spill directories are removed").isEmpty();
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.isAlive() && thread.getName().contains("test-r0"))
                        .map(Thread::getName)
                        .filter(name -> !name.startsWith("run-") && !name.startsWith("background")))
                .as("threads of the workers")
                .isEmpty();
    }

    @Test
    void killedWorkersAreReplacedAndTheResultIsTheSame() throws IOException {
        Map<String, String> parameters = Map.of("tokens", "4000", "hops", "60", "rate", "3000");
        try (ScriptedCoordinator coordinator =
                new ScriptedCoordinator(plan(parameters), job, 1, token, SnapshotId.NONE)) {
            Map<TaskId, TaskPart> snapshot;
            try (WorkerRun first = worker(0, 1, coordinator.address(), parameters);
                    WorkerRun second = worker(1, 1, coordinator.address(), parameters)) {
                coordinator.deployAndStart(names(1), 1, coordinator.fresh());
                awaitHops(coordinator, 1_000);
                SnapshotId one = coordinator.trigger(false);
                snapshot = coordinator.acknowledged(one);
                coordinator.commit(one, snapshot);
                long hops = hops(coordinator);
                awaitHops(coordinator, hops + 1_000);
                first.process.abort();
                assertThat(first.exit().code()).isEqualTo(Code.ABORTED);
                await().until(() -> !coordinator.disconnected.isEmpty() && !coordinator.failures.isEmpty());
                assertThat(coordinator.failures)
                        .singleElement()
                        .asString()
                        .contains("data connection to worker 0 was lost");
                coordinator.dismiss(names(1).get(1), "attempt 1 is over");
                assertThat(second.exit()).isEqualTo(new WorkerExit(Code.DONE, "attempt 1 is over"));
            }
            coordinator.registered.clear();
            coordinator.failures.clear();
            coordinator.reports.clear();
            coordinator.heartbeats.clear();
            try (WorkerRun first = worker(0, 2, coordinator.address(), parameters);
                    WorkerRun second = worker(1, 2, coordinator.address(), parameters)) {
                coordinator.deployAndStart(names(2), 2, snapshot);
                await().until(() -> coordinator.reports.stream().anyMatch(TaskReport.Replayed.class::isInstance));
                finish(coordinator);
                assertThat(first.exit().code()).isEqualTo(Code.DONE);
                assertThat(second.exit().code()).isEqualTo(Code.DONE);
                assertThat(coordinator.failures).isEmpty();
            }
            assertThat(MemorySink.committed(job)).isEqualTo(HopProgram.expected(4000, 60));
        }
    }

    private static long hops(ScriptedCoordinator coordinator) {
        return coordinator.heartbeats.values().stream()
                .flatMap(heartbeat -> heartbeat.slots().values().stream())
                .mapToLong(counters -> counters.hops())
                .sum();
    }

    private static void awaitHops(ScriptedCoordinator coordinator, long hops) {
        await().until(() -> hops(coordinator) >= hops);
    }

    @Test
    void workersGoOnWithoutTheirCoordinatorAndFindTheNextOne() throws IOException {
        Map<String, String> parameters = Map.of("tokens", "3000", "hops", "60", "rate", "3000");
        Path file = directory.resolve("coordinator");
        CoordinatorAddress address = CoordinatorAddress.parse("file:" + file);
        try (WorkerRun first = worker(0, 1, address, parameters);
                WorkerRun second = worker(1, 1, address, parameters)) {
            SnapshotId one;
            try (ScriptedCoordinator coordinator =
                    new ScriptedCoordinator(plan(parameters), job, 1, token, SnapshotId.NONE)) {
                Files.writeString(file, coordinator.address() + "\n");
                coordinator.deployAndStart(names(1), 1, coordinator.fresh());
                awaitHops(coordinator, 100);
                one = coordinator.trigger(false);
                coordinator.commit(one, coordinator.acknowledged(one));
                coordinator.trigger(false);
            }
            try (ScriptedCoordinator successor = new ScriptedCoordinator(plan(parameters), job, 2, token, one)) {
                Files.writeString(file, successor.address() + "\n");
                await().until(() -> successor.registered.size() == 2);
                assertThat(successor.registered.values()).allMatch(register -> register.running());
                successor.broadcast(new TaskCommand.Resume(2, one, SnapshotId.NONE));
                int tasks = plan(parameters).region(0).tasks().size();
                await().until(() -> successor.reports.stream()
                                .filter(TaskReport.Resumed.class::isInstance)
                                .count()
                        == tasks);
                SnapshotId two = successor.trigger(false);
                successor.commit(two, successor.acknowledged(two));
                finishAfterReplacement(successor, plan(parameters));
                assertThat(first.exit().code()).isEqualTo(Code.DONE);
                assertThat(second.exit().code()).isEqualTo(Code.DONE);
                assertThat(successor.failures).isEmpty();
            }
            assertThat(MemorySink.committed(job)).isEqualTo(HopProgram.expected(3000, 60));
        }
    }

    /** As {@link #finish}, but what has ended before is known from the answers to the resumption. */
    private void finishAfterReplacement(ScriptedCoordinator successor, Plan plan) {
        successor.finishLoop();
        await().until(() -> {
            Map<TaskId, Boolean> ended = new HashMap<>();
            for (TaskReport report : successor.reports) {
                if (report instanceof TaskReport.Ended one) {
                    ended.put(one.task(), true);
                } else if (report instanceof TaskReport.Resumed resumed && resumed.ended()) {
                    ended.put(resumed.task(), true);
                }
            }
            return ended.keySet().containsAll(plan.region(0).tasks());
        });
        SnapshotId lastOne = successor.trigger(false);
        successor.commit(lastOne, successor.acknowledged(lastOne));
        successor.broadcast(new TaskCommand.Close());
    }

    @Test
    void aFailureOfTheProgramIsReportedWithItsOperator() throws IOException {
        Map<String, String> parameters = Map.of("tokens", "100", "poison", "42");
        try (ScriptedCoordinator coordinator =
                        new ScriptedCoordinator(plan(parameters), job, 1, token, SnapshotId.NONE);
                WorkerRun first = worker(0, 1, coordinator.address(), parameters);
                WorkerRun second = worker(1, 1, coordinator.address(), parameters)) {
            coordinator.deployAndStart(names(1), 1, coordinator.fresh());
            await().until(() -> !coordinator.failures.isEmpty());
            assertThat(coordinator.failures.getFirst()).contains("operator hop").contains("token 42 is poisoned");
            assertThat(first.ended() || second.ended()).isFalse();
        }
    }

    @Test
    void aDamagedSnapshotFailsTheRestoreWithTheObjectsName() throws IOException {
        Map<String, String> parameters = Map.of("tokens", "1000", "hops", "60", "rate", "2000");
        try (ScriptedCoordinator coordinator =
                new ScriptedCoordinator(plan(parameters), job, 1, token, SnapshotId.NONE)) {
            Map<TaskId, TaskPart> snapshot;
            try (WorkerRun first = worker(0, 1, coordinator.address(), parameters);
                    WorkerRun second = worker(1, 1, coordinator.address(), parameters)) {
                coordinator.deployAndStart(names(1), 1, coordinator.fresh());
                awaitHops(coordinator, 1_000);
                SnapshotId one = coordinator.trigger(false);
                snapshot = coordinator.acknowledged(one);
                assertThat(first.ended() || second.ended()).isFalse();
            }
            store.objects.values().forEach(content -> content[content.length / 2] ^= 1);
            coordinator.registered.clear();
            coordinator.failures.clear();
            try (WorkerRun first = worker(0, 2, coordinator.address(), parameters);
                    WorkerRun second = worker(1, 2, coordinator.address(), parameters)) {
                coordinator.deploy(names(2), 2, snapshot);
                await().until(() -> !coordinator.failures.isEmpty());
                assertThat(coordinator.failures.getFirst())
                        .contains("is damaged")
                        .contains(ScriptedCoordinator.FOLDER + "chunks/1-1.1/");
                assertThat(first.ended() || second.ended()).isFalse();
            }
        }
    }

    @Test
    void aStoreThatIsDownDelaysSnapshotsAndNothingElse() throws IOException {
        Map<String, String> parameters = Map.of("tokens", "2000", "hops", "60", "rate", "2000");
        try (ScriptedCoordinator coordinator =
                        new ScriptedCoordinator(plan(parameters), job, 1, token, SnapshotId.NONE);
                WorkerRun first = worker(0, 1, coordinator.address(), parameters);
                WorkerRun second = worker(1, 1, coordinator.address(), parameters)) {
            coordinator.deployAndStart(names(1), 1, coordinator.fresh());
            awaitHops(coordinator, 100);
            store.down = true;
            SnapshotId one = coordinator.trigger(false);
            await().until(() -> coordinator.reports.stream()
                    .anyMatch(report -> report instanceof TaskReport.Declined declined
                            && declined.snapshot().equals(one)
                            && declined.reason().contains("does not answer")));
            long hops = hops(coordinator);
            awaitHops(coordinator, hops + 1_000);
            coordinator.abort(one);
            store.down = false;
            finish(coordinator);
            assertThat(first.exit().code()).isEqualTo(Code.DONE);
            assertThat(second.exit().code()).isEqualTo(Code.DONE);
            assertThat(MemorySink.committed(job)).isEqualTo(HopProgram.expected(2000, 60));
        }
    }
}
