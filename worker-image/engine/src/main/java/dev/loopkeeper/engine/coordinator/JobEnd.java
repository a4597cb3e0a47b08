package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.coordinator.fence.FenceListener;
import dev.loopkeeper.engine.coordinator.fence.FencedObject;
import dev.loopkeeper.engine.coordinator.port.CoordinatorPorts;
import dev.loopkeeper.engine.snapshot.JobRecord;
import dev.loopkeeper.provider.Verdict;
import java.time.Instant;

/**
 * How a coordinator ends, once: with a verdict that stands in the store for good, with a run that a later one goes on from, refused, or fenced.
 * From then on it does nothing for the job any more (R12).
 */
final class JobEnd implements FenceListener {

    private final CoordinatorPorts ports;
    private final FencedObject<JobRecord> job;
    private final Runnable halt;
    private boolean over;
    private Verdict verdict;

    /** @param halt stops everything that runs, and every write */
    JobEnd(CoordinatorPorts ports, FencedObject<JobRecord> job, Runnable halt) {
        this.ports = ports;
        this.job = job;
        this.halt = halt;
    }

    boolean over() {
        return over;
    }

    /** Null while the run goes on, and where it has ended without one. */
    Verdict verdict() {
        return verdict;
    }

    /** Writes the job's end into the store; then it is told. */
    void decide(JobRecord.Outcome outcome) {
        if (!over) {
            job.update(before -> before.withVerdict(outcome), FencedObject.Outcome.of(now -> ended(outcome), this));
        }
    }

    /** The job's end stands in the store. */
    void ended(JobRecord.Outcome outcome) {
        end(outcome.succeeded() ? Verdict.Outcome.SUCCEEDED : Verdict.Outcome.FAILED, outcome.message());
    }

    /** The run ends without a verdict on the job. */
    void suspended() {
        end(Verdict.Outcome.SUSPENDED, "stopped; a later run goes on from here");
    }

    private void end(Verdict.Outcome outcome, String message) {
        if (close()) {
            verdict = new Verdict(outcome, message, Instant.ofEpochMilli(ports.now()));
            ports.changed();
            ports.ended(verdict);
        }
    }

    @Override
    public void fenced(String found) {
        if (close()) {
            ports.fenced("another coordinator has claimed the job (" + found + ")");
        }
    }

    /** The job stays as it is in the store: when what is wrong is mended, a later run goes on from there. */
    @Override
    public void refused(String reason) {
        if (close()) {
            ports.refused(reason);
        }
    }

    /** What is missing may have been deleted by a newer coordinator: it is reported only after the own claim was found to stand (R14). */
    void refuseIfClaimStands(String reason) {
        if (!over) {
            job.update(before -> before, FencedObject.Outcome.of(now -> refused(reason), this));
        }
    }

    private boolean close() {
        if (over) {
            return false;
        }
        over = true;
        halt.run();
        return true;
    }
}
