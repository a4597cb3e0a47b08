package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.act.JobActions;
import dev.loopkeeper.operator.act.JobCluster;
import dev.loopkeeper.operator.act.JobMemory;
import dev.loopkeeper.operator.act.RootCause;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.monitor.OperatorMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does steps one after the other; what comes after one that fails is left for the next time. A worker that is not taken keeps out its region alone, and
 * the coordinator is told in any case what is there: without it nothing could be stopped, changed or mended (K3, K17, K18). Owned by one
 * reconciliation.
 */
final class StepRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 6;
    private static final int UNPROCESSABLE = 422;

    /** Workers are made of one template: after so many regions whose workers were refused the others are left for the next time. */
    private static final int MOST_REFUSED = 8;

    /** So many conflicts in a row are the way of the world. */
    private static final int QUIET_CONFLICTS = 5;

    private final JobIdentity job;
    private final JobActions actions;
    private final JobMemory memory;
    private final OperatorMetrics metrics;
    private Situation trouble = Situation.CLEAR;
    private boolean acted;
    private boolean failed;
    private boolean stopped;
    private boolean quotaExceeded;
    private final Set<String> hinderedRegions = new HashSet<>();
    private int refusedRegions;

    StepRunner(JobIdentity job, JobActions actions, JobMemory memory, OperatorMetrics metrics) {
        this.job = job;
        this.actions = actions;
        this.memory = memory;
        this.metrics = metrics;
    }

    void run(List<Step> steps) {
        for (Step step : steps) {
            if (isLeft(step)) {
                continue;
            }
            boolean quiet = step instanceof Step.Report || step instanceof Step.Tell || step instanceof Step.TellOnce;
            if (quiet) {
                LOG.debug("{}/{}: {}", job.namespace(), job.name(), step.progress());
            } else {
                LOG.info("{}/{}: {}", job.namespace(), job.name(), step.progress());
                acted = true;
            }
            boolean done = carriedOut(
                    () -> actions.act(step),
                    step instanceof Step.CreateWorker creation
                            ? creation.worker().region()
                            : null);
            metrics.stepped(step, !done);
        }
    }

    /** Whether it is left for the next time, because of what has failed before it. */
    private boolean isLeft(Step step) {
        return switch (step) {
            case Step.Report _ -> false;
            case Step.CreateWorker creation ->
                stopped
                        || refusedRegions >= MOST_REFUSED
                        || hinderedRegions.contains(creation.worker().region());
            default -> stopped && !makesRoom(step);
        };
    }

    /** K6: where a quota keeps a replacement out, the pods that it replaces must go all the same, or it would be kept out for ever. */
    private boolean makesRoom(Step step) {
        return quotaExceeded && step instanceof Step.DeletePod;
    }

    /** Does something that may fail, unless something has failed before; a failure is told in one line and in the status. */
    void attempt(Runnable action) {
        if (!stopped) {
            carriedOut(action, null);
        }
    }

    /**
     * Does something whatever has failed before.
     *
     * @param action says whether it did it; if not, it is tried again without a word
     * @return whether it was done
     */
    boolean attemptAnyway(BooleanSupplier action) {
        AtomicBoolean done = new AtomicBoolean();
        if (carriedOut(() -> done.set(action.getAsBoolean()), null) && !done.get()) {
            failed = true;
        }
        return done.get();
    }

    /** @param region whose worker it makes; null if it does something else, after which nothing more is done if it fails */
    private boolean carriedOut(Runnable action, @Nullable String region) {
        try {
            action.run();
            return true;
        } catch (KubernetesClientException e) {
            fail(e, region);
        } catch (IllegalStateException e) {
            leave(region);
            note(new Situation(Situation.Kind.HINDERED, "StepFailed", String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // Our own fault: this job's status says so, and what else is to be done for it goes on.
            LOG.error("{}/{}: a fault of the operator", job.namespace(), job.name(), e);
            leave(region);
            note(new Situation(
                    Situation.Kind.HINDERED, "OperatorFault", "a fault of the operator: " + RootCause.line(e)));
        }
        return false;
    }

    private void fail(KubernetesClientException e, @Nullable String region) {
        String line = JobCluster.line(e);
        boolean refused = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == UNPROCESSABLE;
        // What is no judgement on this one pod, as that the API server is not reached, would meet the next one, too.
        leave(refused ? region : null);
        if (e.getCode() == HttpURLConnection.HTTP_CONFLICT && memory.failures() < QUIET_CONFLICTS) {
            // Somebody else has changed it first: the next look sees what.
            LOG.debug("{}/{}: {}", job.namespace(), job.name(), line);
            return;
        }
        if (refused && region != null) {
            refusedRegions++;
        }
        if (JobCluster.isQuota(e)) {
            quotaExceeded = true;
            // Others may make room at any time, as nodes may be added (K21).
            note(new Situation(Situation.Kind.WAITING, "QuotaExceeded", line));
            return;
        }
        note(
                refused
                        ? new Situation(Situation.Kind.HINDERED, "RequestRefused", line)
                        : new Situation(Situation.Kind.WAITING, "RequestFailed", line));
    }

    private void leave(@Nullable String region) {
        failed = true;
        if (region == null) {
            stopped = true;
        } else {
            hinderedRegions.add(region);
        }
    }

    private void note(Situation why) {
        trouble = trouble.and(why);
        LOG.warn("{}/{}: {}", job.namespace(), job.name(), why.message());
    }

    /** What stood in the way. */
    Situation trouble() {
        return trouble;
    }

    /** Whether anything was done that may call for more. */
    boolean acted() {
        return acted;
    }

    /**
     * Ends this look at the job; called once, after all else. However much of it failed counts as one failure, and only a look of which nothing failed
     * ends the row: a status that cannot be written counts like a step.
     *
     * @return when it is tried again, if something has failed: with growing delays, half a minute at most
     */
    Optional<Duration> conclude() {
        if (!failed) {
            memory.succeeded();
            return Optional.empty();
        }
        memory.failed();
        return Optional.of(FIRST_RETRY.multipliedBy(1L << Math.min(memory.failures() - 1, MOST_DOUBLINGS)));
    }
}
