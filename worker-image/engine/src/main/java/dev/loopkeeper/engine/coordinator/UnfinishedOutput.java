package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.coordinator.snapshot.SinkCommits;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** What dead attempts began to write: a job that is done leaves nothing but its output. On the coordinator's thread. */
final class UnfinishedOutput {

    private final Plan plan;
    private final long claim;
    private final CoordinatorPorts ports;
    private final BooleanSupplier over;

    /** @param over whether the coordinator may do nothing any more (R12) */
    UnfinishedOutput(Plan plan, long claim, CoordinatorPorts ports, BooleanSupplier over) {
        this.plan = plan;
        this.claim = claim;
        this.ports = ports;
        this.over = over;
    }

    /** Drops all of it, since no attempt is at work any more; {@code then} is called even if that failed. */
    void drop(Runnable then) {
        Map<Integer, Integer> everything = new TreeMap<>();
        plan.vertices().forEach(vertex -> everything.put(vertex.id(), Integer.MAX_VALUE));
        ports.background()
                .start(
                        "sweep of unfinished output",
                        () -> {
                            new SinkCommits(plan, ports, over).sweep(everything, claim);
                            return null;
                        },
                        new Completion<Void>() {
                            @Override
                            public void succeeded(Void nothing) {
                                then.run();
                            }

                            @Override
                            public void failed(Exception cause) {
                                ports.event("", "unfinished output is left behind: " + cause.getMessage());
                                then.run();
                            }
                        });
    }
}
