package dev.loopkeeper.engine.coordinator.loop;

import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.snapshot.SnapshotLoops;
import dev.loopkeeper.engine.message.TaskCommand;
import dev.loopkeeper.engine.message.TaskReport;
import dev.loopkeeper.engine.plan.LoopPlan;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.task.FailureText;
import dev.loopkeeper.engine.task.ThrownCause;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The loops of a region: collects what heads report, tells everyone what is decided, and runs waves while a loop may be done. */
public final class RegionLoops implements SnapshotLoops {

    private static final long FIRST_WAVE_MILLIS = 5;
    private static final long LAST_WAVE_MILLIS = 200;

    private final Plan plan;
    private final Region region;
    private final CoordinatorPorts ports;
    private final LoopTasks owner;
    private final Set<TaskId> sources = new HashSet<>();
    private final Set<TaskId> heads = new HashSet<>();
    private Map<Integer, LoopCoordination> loops = new LinkedHashMap<>();
    private final Set<Integer> waving = new HashSet<>();
    private final Map<Integer, Long> nextDelay = new HashMap<>();
    private boolean holding;
    private int generation;

    public RegionLoops(Plan plan, Region region, CoordinatorPorts ports, LoopTasks owner) {
        this.plan = plan;
        this.region = region;
        this.ports = ports;
        this.owner = owner;
        for (TaskId task : region.tasks()) {
            switch (plan.vertex(task.vertex()).entry().spec()) {
                case OperatorSpec.Read read -> sources.add(task);
                case OperatorSpec.Head head -> heads.add(task);
                default -> {}
            }
        }
        renew();
    }

    private void renew() {
        generation++;
        waving.clear();
        holding = false;
        loops = new LinkedHashMap<>();
        for (LoopPlan loop : plan.loops()) {
            Set<TaskId> members = new HashSet<>();
            for (TaskId task : region.tasks()) {
                Vertex vertex = plan.vertex(task.vertex());
                if (vertex.entry().loop() == loop.id()) {
                    members.add(task);
                }
            }
            if (!members.isEmpty()) {
                loops.put(loop.id(), new LoopCoordination(loop, plan.parallelism(), members));
            }
        }
    }

    /** The tasks that read from outside. */
    @Override
    public Set<TaskId> sources() {
        return sources;
    }

    /** The heads of all loops. */
    public Set<TaskId> heads() {
        return heads;
    }

    /** A new attempt: what its tasks were restored with is what was decided. */
    public void begin(Map<TaskId, TaskPart> parts) {
        renew();
        for (TaskPart part : parts.values()) {
            for (OperatorPart operator : part.operators()) {
                if (operator instanceof OperatorPart.Head head && head.decision() != null) {
                    LoopCoordination loop = loops.get(head.decision().loop());
                    if (loop != null) {
                        loop.heard(head.decision());
                    }
                }
            }
        }
    }

    /** The attempt is over: nothing is asked any more. */
    public void stop() {
        generation++;
        waving.clear();
    }

    /** The numbers that a trigger names, by loop. */
    @Override
    public Map<Integer, Integer> decided() {
        Map<Integer, Integer> decided = new HashMap<>();
        loops.forEach((id, loop) -> decided.put(id, loop.lastNumber()));
        return decided;
    }

    /** Whether every loop in rounds stands at a round's end with nothing decided, or is finished, and every other one is finished or quiet. */
    @Override
    public boolean rescalable() {
        return loops.values().stream().allMatch(loop -> !loop.inRounds() || loop.finished() || loop.atRoundEnd());
    }

    /** Holds further decisions, so that all heads come to stand at a round's end. */
    @Override
    public void hold() {
        holding = true;
    }

    /** Tells all heads the highest decision again; one that they know is ignored. */
    public void repeatDecisions() {
        for (LoopCoordination loop : loops.values()) {
            if (loop.last() != null) {
                owner.broadcast(new TaskCommand.Decide(loop.last()));
            }
            decide(loop);
        }
    }

    /** A head has reported a round. */
    public void reported(TaskReport.RoundReported reported) {
        LoopCoordination loop = loops.get(reported.mark().loop());
        if (loop != null) {
            loop.report(reported.head(), reported.variable(), reported.mark());
            decide(loop);
        }
    }

    /** A task has told a new coordinator what it knows. */
    public void resumed(TaskReport.Resumed answer) {
        if (answer.decision() != null) {
            loops.get(answer.decision().loop()).heard(answer.decision());
        }
        if (answer.undecided() != null
                && plan.vertex(answer.task().vertex()).entry().spec() instanceof OperatorSpec.Head head) {
            loops.get(head.loop()).report(answer.task(), head.variable(), answer.undecided());
        }
    }

    private void decide(LoopCoordination loop) {
        if (holding || !owner.running()) {
            return;
        }
        LoopDecision decision;
        try {
            decision = loop.decideRound();
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            // The convergence test is the program's, so it is the region that fails, and not the coordinator.
            owner.programFailed(
                    "the convergence test of loop " + loop.name() + " failed: " + FailureText.of(failure)
                            + FailureText.place(failure),
                    ThrownCause.of(failure));
            return;
        }
        if (decision != null) {
            owner.broadcast(new TaskCommand.Decide(decision));
        }
    }

    // Waves

    /** Waves make sense only when nothing comes from outside any more. */
    public void sourcesMayHaveEnded() {
        if (!owner.running() || !owner.sourcesEnded(sources)) {
            return;
        }
        for (LoopCoordination loop : loops.values()) {
            if (!loop.inRounds() && !loop.finished() && waving.add(loop.id())) {
                wave(loop, FIRST_WAVE_MILLIS);
            }
        }
    }

    private void wave(LoopCoordination loop, long delay) {
        int begun = generation;
        nextDelay.put(loop.id(), Math.min(LAST_WAVE_MILLIS, delay * 2));
        ports.after(delay, () -> {
            if (generation == begun && owner.running() && !loop.finished()) {
                owner.broadcast(new TaskCommand.Wave(loop.id(), loop.beginWave()));
            } else if (generation == begun) {
                waving.remove(loop.id());
            }
        });
    }

    /** A task has answered a wave. */
    public void answered(TaskReport.WaveAnswered answered) {
        LoopCoordination loop = loops.get(answered.loop());
        if (loop == null || loop.finished() || !loop.answer(answered)) {
            return;
        }
        LoopDecision decision = loop.judgeWave();
        if (decision == null) {
            wave(loop, nextDelay.getOrDefault(loop.id(), FIRST_WAVE_MILLIS));
        } else {
            owner.broadcast(new TaskCommand.Decide(decision));
        }
    }

    /** A worker's stream broke: an answer may be lost with it, so the wave under way is begun again. */
    public void connectionRestored() {
        waving.clear();
        sourcesMayHaveEnded();
    }
}
