package dev.loopkeeper.engine.coordinator.snapshot;

import dev.loopkeeper.api.sink.SinkCommitter;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.plan.Operator;
import dev.loopkeeper.engine.plan.OperatorSpec;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.plan.Vertex;
import dev.loopkeeper.engine.snapshot.Manifest;
import dev.loopkeeper.engine.snapshot.OperatorPart;
import dev.loopkeeper.engine.snapshot.TaskPart;
import dev.loopkeeper.engine.work.BackgroundWork.Completion;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Commits the transactions that a committed snapshot lists, again and again until all are visible: what the snapshot promises must come true
 * before anyone hears that it is committed. Committing is idempotent, so it is done again after every claim and restore.
 */
public final class SinkCommits {

    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 10_000;

    /** How often another job's output is tried, which that job was to make visible itself: about half a minute. */
    private static final int TRIES_FOR_OTHERS = 8;

    private final Plan plan;
    private final CoordinatorPorts ports;
    private final BooleanSupplier over;

    /** @param over whether the coordinator may do nothing any more: then nothing is tried again, and nobody is called back (R12) */
    public SinkCommits(Plan plan, CoordinatorPorts ports, BooleanSupplier over) {
        this.plan = plan;
        this.ports = ports;
        this.over = over;
    }

    /** Commits all that a manifest lists; {@code done} is called on the coordinator's thread, when all is visible. */
    public void commit(String region, Manifest manifest, long claim, Runnable done) {
        attempt(region, manifest, claim, FIRST_RETRY_MILLIS, Integer.MAX_VALUE, done);
    }

    /**
     * Commits what another job's snapshot lists, of which this one goes on: that job may have died between its commit and this. Where that is not
     * possible, for somebody has moved that job's output away, it is told, and no reason to stop this one.
     */
    public void commitOfOther(Manifest manifest, long claim, Runnable done) {
        attempt("", manifest, claim, FIRST_RETRY_MILLIS, TRIES_FOR_OTHERS, done);
    }

    private void attempt(String region, Manifest manifest, long claim, long retryMillis, int tries, Runnable done) {
        if (over.getAsBoolean()) {
            return;
        }
        if (!hasTransactions(manifest)) {
            done.run();
            return;
        }
        ports.background()
                .start("commit output of " + manifest.snapshot(), () -> commitAll(manifest, claim), new Completion<>() {
                    @Override
                    public void succeeded(Void nothing) {
                        if (!over.getAsBoolean()) {
                            done.run();
                        }
                    }

                    @Override
                    public void failed(Exception cause) {
                        if (over.getAsBoolean()) {
                            return;
                        }
                        String what = "output of snapshot " + manifest.snapshot() + " cannot be committed";
                        if (tries == 1) {
                            ports.event(region, what + " and is left as it is: " + cause.getMessage());
                            done.run();
                            return;
                        }
                        ports.event(region, what + " yet: " + cause.getMessage() + "; trying again");
                        long next = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
                        ports.after(retryMillis, () -> attempt(region, manifest, claim, next, tries - 1, done));
                    }
                });
    }

    private static boolean hasTransactions(Manifest manifest) {
        for (TaskPart task : manifest.tasks()) {
            for (OperatorPart part : task.operators()) {
                if (part instanceof OperatorPart.Transactions transactions
                        && !transactions.transactions().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Void commitAll(Manifest manifest, long claim) throws Exception {
        Map<String, SinkCommitter> committers = new HashMap<>();
        for (TaskPart task : manifest.tasks()) {
            for (OperatorPart part : task.operators()) {
                if (part instanceof OperatorPart.Transactions transactions) {
                    SinkCommitter committer = committers.get(transactions.operator());
                    if (committer == null) {
                        committer = committer(transactions.operator(), claim, manifest.attempt());
                        committers.put(transactions.operator(), committer);
                    }
                    for (String transaction : transactions.transactions()) {
                        committer.commit(transaction);
                    }
                }
            }
        }
        return null;
    }

    /**
     * Drops what is left over in sinks: begun by attempts that are over, and not committed. Blocking.
     *
     * @param firstAtWork by vertex, the first attempt of which something may still be committed; only the sinks of these vertices are swept
     */
    public void sweep(Map<Integer, Integer> firstAtWork, long claim) throws Exception {
        for (Map.Entry<Integer, Integer> entry : firstAtWork.entrySet()) {
            int first = entry.getValue();
            for (Operator operator : plan.vertex(entry.getKey()).operators()) {
                if (operator.spec() instanceof OperatorSpec.Write write) {
                    write.sink()
                            .committer(ports.sinkContext(operator.name(), claim, first))
                            .sweep(fence -> fence.claim() <= claim && fence.attempt() < first);
                }
            }
        }
    }

    private SinkCommitter committer(String operator, long claim, int attempt) throws Exception {
        for (Vertex vertex : plan.vertices()) {
            for (Operator candidate : vertex.operators()) {
                if (candidate.name().equals(operator) && candidate.spec() instanceof OperatorSpec.Write write) {
                    return write.sink().committer(ports.sinkContext(operator, claim, attempt));
                }
            }
        }
        throw new IllegalStateException("the program has no sink \"" + operator + "\" that the snapshot names");
    }
}
