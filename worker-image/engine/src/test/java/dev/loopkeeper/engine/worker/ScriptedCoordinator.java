package dev.loopkeeper.engine.worker;

import static org.awaitility.Awaitility.await;

import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.engine.control.ControlListener;
import dev.loopkeeper.engine.control.ControlServer;
import dev.loopkeeper.engine.control.ControlServerOptions;
import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.control.HostPort;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.message.CoordinatorMessage;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.message.WorkerMessage;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.SnapshotId;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Does by hand, step by step, what a coordinator does for one region: each step waits until it is done. */
final class ScriptedCoordinator implements ControlListener, AutoCloseable {

    static final String FOLDER = "regions/e1-r0/";

    private final Plan plan;
    private final Region region;
    private final String job;
    private final long claim;
    private final ControlServer server;
    private SnapshotId last;
    private SnapshotId committed;

    final Map<String, WorkerMessage.Register> registered = new ConcurrentHashMap<>();
    final List<String> ready = new CopyOnWriteArrayList<>();
    final List<TaskReport> reports = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<String> disconnected = new CopyOnWriteArrayList<>();
    final Map<String, WorkerMessage.Heartbeat> heartbeats = new ConcurrentHashMap<>();

    ScriptedCoordinator(Plan plan, String job, long claim, BearerToken token, SnapshotId committed) throws IOException {
        this.plan = plan;
        this.region = plan.region(0);
        this.job = job;
        this.claim = claim;
        this.last = new SnapshotId(claim, 0);
        this.committed = committed;
        this.server = ControlServer.start(ControlServerOptions.loopback(token), this);
    }

    CoordinatorAddress address() {
        return new CoordinatorAddress.Fixed(HostPort.of(server.address()));
    }

    @Override
    public void message(String worker, WorkerMessage message) {
        switch (message) {
            case WorkerMessage.Register register -> registered.put(worker, register);
            case WorkerMessage.Ready isReady -> ready.add(worker);
            case WorkerMessage.Report report -> {
                reports.add(report.report());
                if (report.report() instanceof TaskReport.Failed failed) {
                    failures.add(failed.task() + ": " + failed.message());
                } else if (report.report() instanceof TaskReport.Damaged damaged) {
                    failures.add(damaged.task() + ": " + damaged.message());
                }
            }
            case WorkerMessage.Failed failed -> failures.add(worker + ": " + failed.reason());
            case WorkerMessage.Heartbeat heartbeat -> heartbeats.put(worker, heartbeat);
        }
    }

    @Override
    public void disconnected(String worker, String reason) {
        disconnected.add(worker + ": " + reason);
    }

    /** The state that a job begins with. */
    Map<TaskId, TaskPart> fresh() throws IOException {
        Map<TaskId, TaskPart> parts = new HashMap<>();
        for (TaskId task : region.tasks()) {
            var entry = plan.vertex(task.vertex()).entry();
            if (entry.spec() instanceof OperatorSpec.Read read) {
                List<Split> dealt = new ArrayList<>();
                List<Split> all = read.source().splits(null);
                for (int split = task.index(); split < all.size(); split += plan.parallelism()) {
                    dealt.add(all.get(split));
                }
                parts.put(
                        task,
                        new TaskPart(
                                entry.name(),
                                task.index(),
                                false,
                                null,
                                List.of(new OperatorPart.Splits(entry.name(), dealt, 0))));
            }
        }
        return parts;
    }

    /** Waits for workers, deploys one slot at each, waits until all are ready, and starts them. */
    void deployAndStart(List<String> workers, int attempt, Map<TaskId, TaskPart> parts) {
        deploy(workers, attempt, parts);
        await().until(() -> Set.copyOf(ready).containsAll(workers));
        broadcast(new TaskCommand.Start());
    }

    void deploy(List<String> workers, int attempt, Map<TaskId, TaskPart> parts) {
        await().until(() -> registered.keySet().containsAll(workers));
        Map<Integer, String> peers = new HashMap<>();
        Map<Integer, Integer> workerOfSlot = new HashMap<>();
        for (int slot : region.slots()) {
            workerOfSlot.put(slot, slot % workers.size());
        }
        for (int index = 0; index < workers.size(); index++) {
            peers.put(index, registered.get(workers.get(index)).dataAddress());
        }
        for (int index = 0; index < workers.size(); index++) {
            int own = index;
            List<Integer> slots = region.slots().stream()
                    .filter(slot -> workerOfSlot.get(slot) == own)
                    .toList();
            Map<TaskId, TaskPart> ownParts = new HashMap<>();
            parts.forEach((task, part) -> {
                if (slots.contains(task.index())) {
                    ownParts.put(task, part);
                }
            });
            server.send(
                    workers.get(index),
                    new CoordinatorMessage.Deploy(claim, 0, attempt, FOLDER, slots, peers, workerOfSlot, ownParts));
        }
    }

    void broadcast(TaskCommand command) {
        registered.keySet().forEach(worker -> server.send(worker, new CoordinatorMessage.Command(claim, command)));
    }

    void dismiss(String worker, String reason) {
        server.send(worker, new CoordinatorMessage.Dismiss(claim, reason));
    }

    SnapshotId trigger(boolean stop) {
        last = last.next();
        broadcast(new TaskCommand.Trigger(last, committed, Map.of(), stop));
        return last;
    }

    /** Takes a snapshot whole: its parts by task, once all have acknowledged it. */
    Map<TaskId, TaskPart> acknowledged(SnapshotId snapshot) {
        Set<TaskId> sources = region.tasks().stream()
                .filter(task -> plan.vertex(task.vertex()).entry().spec() instanceof OperatorSpec.Read)
                .collect(Collectors.toSet());
        await().until(() -> reports.stream()
                .filter(TaskReport.BarrierSent.class::isInstance)
                .map(TaskReport.BarrierSent.class::cast)
                .filter(sent -> sent.snapshot().equals(snapshot))
                .map(TaskReport.BarrierSent::task)
                .collect(Collectors.toSet())
                .containsAll(sources));
        broadcast(new TaskCommand.AllSent(snapshot));
        await().until(() -> parts(snapshot).keySet().containsAll(region.tasks()));
        return parts(snapshot);
    }

    private Map<TaskId, TaskPart> parts(SnapshotId snapshot) {
        Map<TaskId, TaskPart> parts = new HashMap<>();
        for (TaskReport report : reports) {
            if (report instanceof TaskReport.Acknowledged ack && ack.snapshot().equals(snapshot)) {
                parts.put(ack.task(), ack.part());
            }
        }
        return parts;
    }

    void commit(SnapshotId snapshot, Map<TaskId, TaskPart> parts) {
        for (TaskPart part : parts.values()) {
            for (OperatorPart operator : part.operators()) {
                if (operator instanceof OperatorPart.Transactions transactions) {
                    transactions.transactions().forEach(transaction -> MemorySink.commit(job, transaction));
                }
            }
        }
        committed = snapshot;
        broadcast(new TaskCommand.Committed(snapshot));
    }

    void abort(SnapshotId snapshot) {
        broadcast(new TaskCommand.Abort(snapshot));
    }

    /** Sends waves until two in a row agree, then finishes the loop. */
    void finishLoop() {
        Set<TaskId> members = region.tasks().stream()
                .filter(task -> plan.vertex(task.vertex()).entry().loop() == 0)
                .collect(Collectors.toSet());
        List<Long> before = List.of();
        for (long wave = 1; ; wave++) {
            List<Long> totals = wave(wave, members);
            if (totals.get(0).equals(totals.get(1)) && totals.equals(before)) {
                broadcast(new TaskCommand.Decide(new LoopDecision(0, 1, LoopDecision.Kind.FINISH, new long[0])));
                return;
            }
            before = totals;
        }
    }

    private List<Long> wave(long wave, Set<TaskId> members) {
        broadcast(new TaskCommand.Wave(0, wave));
        await().until(() -> answers(wave).keySet().containsAll(members));
        long sent = 0;
        long received = 0;
        long open = 0;
        for (TaskReport.WaveAnswered answer : answers(wave).values()) {
            sent += answer.sent();
            received += answer.received();
            open += answer.outsideEnded() ? 0 : 1;
        }
        // A wave that somebody has answered with input still to come agrees with none.
        return open == 0 ? List.of(sent, received) : List.of(0L, -1L);
    }

    private Map<TaskId, TaskReport.WaveAnswered> answers(long wave) {
        return reports.stream()
                .filter(TaskReport.WaveAnswered.class::isInstance)
                .map(TaskReport.WaveAnswered.class::cast)
                .filter(answer -> answer.wave() == wave)
                .collect(Collectors.toMap(TaskReport.WaveAnswered::task, answer -> answer, (one, two) -> one));
    }

    void awaitEnded() {
        await().until(() -> reports.stream()
                .filter(TaskReport.Ended.class::isInstance)
                .map(report -> ((TaskReport.Ended) report).task())
                .collect(Collectors.toSet())
                .containsAll(region.tasks()));
    }

    @Override
    public void close() {
        server.close();
    }
}
