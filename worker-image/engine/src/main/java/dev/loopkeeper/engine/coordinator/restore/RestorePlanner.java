package dev.loopkeeper.engine.coordinator.restore;

import dev.loopkeeper.api.source.Split;
import dev.loopkeeper.engine.codec.KeyGroups;
import dev.loopkeeper.engine.plan.AggregateLayout;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Region;
import dev.loopkeeper.engine.plan.TaskId;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.Control.RoundMark;
import dev.loopkeeper.engine.snapshot.KeyGroupPart;
import dev.loopkeeper.engine.snapshot.LogPart;
import dev.loopkeeper.engine.snapshot.LoopDecision;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.RoundProgress;
import dev.loopkeeper.engine.snapshot.TaskPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what each task of a region starts from. Pure. */
public final class RestorePlanner {

    private final Plan plan;

    public RestorePlanner(Plan plan) {
        this.plan = plan;
    }

    /** A first start: sources get their splits, dealt out in turn. */
    public Map<TaskId, TaskPart> fresh(Region region, Map<String, List<Split>> splits) {
        Map<TaskId, TaskPart> parts = new HashMap<>();
        for (TaskId task : region.tasks()) {
            Vertex vertex = plan.vertex(task.vertex());
            if (vertex.entry().spec() instanceof OperatorSpec.Read) {
                List<Split> dealt = deal(splits.getOrDefault(vertex.entry().name(), List.of()), task.index());
                parts.put(
                        task,
                        part(
                                vertex,
                                task,
                                false,
                                null,
                                List.of(new OperatorPart.Splits(vertex.entry().name(), dealt, 0))));
            }
        }
        return parts;
    }

    /** A restore at the same parallelism: every task gets its own part back. */
    public Map<TaskId, TaskPart> same(Region region, Manifest manifest) {
        Map<String, TaskPart> byName = new HashMap<>();
        for (TaskPart part : manifest.tasks()) {
            byName.put(part.entry() + "/" + part.index(), part);
        }
        Map<TaskId, TaskPart> parts = new HashMap<>();
        for (TaskId task : region.tasks()) {
            TaskPart part = byName.get(plan.vertex(task.vertex()).entry().name() + "/" + task.index());
            if (part == null) {
                throw new IllegalStateException("snapshot " + manifest.snapshot() + " of " + manifest.region()
                        + " holds no part of task " + task.index() + " of operator "
                        + plan.vertex(task.vertex()).entry().name());
            }
            parts.put(task, part);
        }
        return parts;
    }

    /**
     * A restore from what an epoch starts from: as it was where nothing has changed, at another parallelism otherwise.
     *
     * @param manifests the snapshots that the epoch starts from
     */
    public Map<TaskId, TaskPart> ground(Region region, List<Manifest> manifests) {
        if (manifests.stream().anyMatch(manifest -> manifest.parallelism() != plan.parallelism())) {
            return rescaled(region, manifests);
        }
        TaskId first = region.tasks().getFirst();
        String entry = plan.vertex(first.vertex()).entry().name();
        for (Manifest manifest : manifests) {
            if (manifest.tasks().stream()
                    .anyMatch(part -> part.entry().equals(entry) && part.index() == first.index())) {
                return same(region, manifest);
            }
        }
        return Map.of();
    }

    /**
     * A restore at another parallelism (R11): keyed state by key group, a head's whole log to one new head, splits and task state in turn.
     *
     * @param manifests the snapshots that the epoch starts from; of two that hold an operator the one of the later epoch counts
     */
    public Map<TaskId, TaskPart> rescaled(Region region, List<Manifest> manifests) {
        Map<String, List<TaskPart>> old = new HashMap<>();
        Map<String, Integer> epochs = new HashMap<>();
        for (Manifest manifest : manifests) {
            for (TaskPart part : manifest.tasks()) {
                int known = epochs.getOrDefault(part.entry(), 0);
                if (manifest.epoch() > known) {
                    old.remove(part.entry());
                    epochs.put(part.entry(), manifest.epoch());
                }
                if (manifest.epoch() >= known) {
                    old.computeIfAbsent(part.entry(), unused -> new ArrayList<>())
                            .add(part);
                }
            }
        }
        old.values().forEach(parts -> parts.sort((left, right) -> Integer.compare(left.index(), right.index())));
        Map<TaskId, TaskPart> result = new HashMap<>();
        for (TaskId task : region.tasks()) {
            Vertex vertex = plan.vertex(task.vertex());
            List<TaskPart> before = old.getOrDefault(vertex.entry().name(), List.of());
            if (before.isEmpty()) {
                continue;
            }
            List<OperatorPart> operators = new ArrayList<>();
            for (Operator operator : vertex.operators()) {
                rescale(operator, task, before, operators);
            }
            boolean ended = before.stream().allMatch(TaskPart::ended);
            result.put(task, part(vertex, task, ended, null, operators));
        }
        return result;
    }

    private void rescale(Operator operator, TaskId task, List<TaskPart> before, List<OperatorPart> into) {
        String name = operator.name();
        switch (operator.spec()) {
            case OperatorSpec.Read read -> {
                List<Split> all = new ArrayList<>();
                long records = 0;
                for (OperatorPart.Splits part : parts(OperatorPart.Splits.class, name, before)) {
                    all.addAll(part.splits());
                    records += part.records();
                }
                into.add(new OperatorPart.Splits(name, deal(all, task.index()), task.index() == 0 ? records : 0));
            }
            case OperatorSpec.Head head ->
                into.add(rescaleHead(
                        name, AggregateLayout.of(plan.loops().get(head.loop()).kind()), task, before));
            case OperatorSpec.Tail tail -> into.add(new OperatorPart.Tail(name, 0));
            default -> {
                rescaleKeyed(name, task, before, into);
                rescaleTaskValues(name, task, before, into);
            }
        }
    }

    private OperatorPart.Head rescaleHead(String name, AggregateLayout layout, TaskId task, List<TaskPart> before) {
        List<LogPart> logs = new ArrayList<>();
        int current = -1;
        LoopDecision decision = null;
        RoundMark mark = null;
        List<OperatorPart.Head> heads = parts(OperatorPart.Head.class, name, before);
        for (int old = 0; old < heads.size(); old++) {
            OperatorPart.Head head = heads.get(old);
            current = Math.max(current, head.current());
            if (head.decision() != null && (decision == null || head.decision().number() > decision.number())) {
                decision = head.decision();
            }
            if (head.mark() != null) {
                mark = mark == null
                        ? head.mark()
                        : mark.withPartial(layout.reduce(
                                        mark.partial(), head.mark().partial()))
                                .withFedBack(mark.fedBack() + head.mark().fedBack());
            }
            if (old % plan.parallelism() == task.index()) {
                logs.addAll(head.logs());
            }
        }
        // The reduced report goes to the new head of index 0; the others report the same round with nothing in it.
        RoundMark report = mark == null || task.index() == 0
                ? mark
                : mark.withPartial(layout.identity()).withFedBack(0);
        return new OperatorPart.Head(name, current, decision, logs, report, true);
    }

    private void rescaleKeyed(String name, TaskId task, List<TaskPart> before, List<OperatorPart> into) {
        int first = KeyGroups.first(task.index(), plan.parallelism());
        int end = KeyGroups.first(task.index() + 1, plan.parallelism());
        List<KeyGroupPart> groups = new ArrayList<>();
        for (OperatorPart.Keyed keyed : parts(OperatorPart.Keyed.class, name, before)) {
            for (KeyGroupPart group : keyed.groups()) {
                if (group.group() >= first && group.group() < end) {
                    groups.add(group);
                }
            }
        }
        if (!groups.isEmpty()) {
            into.add(new OperatorPart.Keyed(name, groups));
        }
    }

    private void rescaleTaskValues(String name, TaskId task, List<TaskPart> before, List<OperatorPart> into) {
        Map<String, List<byte[]>> dealt = new HashMap<>();
        Map<String, Integer> next = new HashMap<>();
        for (OperatorPart.TaskValues values : parts(OperatorPart.TaskValues.class, name, before)) {
            values.values().forEach((state, list) -> {
                for (byte[] value : list) {
                    int turn = next.merge(state, 1, Integer::sum) - 1;
                    if (turn % plan.parallelism() == task.index()) {
                        dealt.computeIfAbsent(state, unused -> new ArrayList<>())
                                .add(value);
                    }
                }
            });
        }
        if (!dealt.isEmpty()) {
            into.add(new OperatorPart.TaskValues(name, dealt));
        }
    }

    private static <P extends OperatorPart> List<P> parts(Class<P> kind, String operator, List<TaskPart> tasks) {
        List<P> found = new ArrayList<>();
        for (TaskPart task : tasks) {
            P part = task.part(kind, operator);
            if (part != null) {
                found.add(part);
            }
        }
        return found;
    }

    private List<Split> deal(List<Split> splits, int index) {
        List<Split> dealt = new ArrayList<>();
        for (int split = index; split < splits.size(); split += plan.parallelism()) {
            dealt.add(splits.get(split));
        }
        return dealt;
    }

    private static TaskPart part(
            Vertex vertex, TaskId task, boolean ended, RoundProgress rounds, List<OperatorPart> operators) {
        return new TaskPart(vertex.entry().name(), task.index(), ended, rounds, operators);
    }
}
