package dev.loopkeeper.operator.monitor;

import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.observe.Fleet;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The operator's own metrics. No label has a job's name: their number must not grow with the jobs. Safe for all threads. */
@Singleton
public final class OperatorMetrics {

    private record Told(JobPhase phase, long restarts) {}

    private final Map<JobIdentity, Told> jobs = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final Timer reconciliations;
    private final Counter restarts;

    @Inject
    public OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.reconciliations = Timer.builder("loopkeeper.operator.reconciliations")
                .description("How long it took to look at a job once and do what was to be done")
                .register(registry);
        this.restarts = Counter.builder("loopkeeper.operator.region.restarts")
                .description("Restarts of regions that were seen")
                .register(registry);
        for (JobPhase phase : JobPhase.values()) {
            Gauge.builder("loopkeeper.operator.jobs", jobs, all -> count(all, phase))
                    .description("Jobs by phase")
                    .tag("phase", word(phase))
                    .register(registry);
        }
    }

    private static String word(JobPhase phase) {
        return phase.name().charAt(0) + phase.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static double count(Map<JobIdentity, Told> all, JobPhase phase) {
        return all.values().stream().filter(told -> told.phase() == phase).count();
    }

    /** Shows what is listened to, as it is when it is asked for. */
    public void watch(Supplier<Fleet> fleet) {
        coordinators("listened", fleet, Fleet::coordinators);
        coordinators("silent", fleet, Fleet::silent);
    }

    private void coordinators(String state, Supplier<Fleet> fleet, ToDoubleFunction<Fleet> count) {
        Gauge.builder("loopkeeper.operator.coordinators", fleet, seen -> count.applyAsDouble(seen.get()))
                .description("Coordinators that this process listens to, and those of them that have fallen silent")
                .tag("state", state)
                .strongReference(true)
                .register(registry);
    }

    /** A job was looked at. */
    public void reconciled(Duration time) {
        reconciliations.record(time);
    }

    /** A step was done, or failed. */
    public void stepped(Step step, boolean failed) {
        Counter.builder("loopkeeper.operator.steps")
                .description("Steps that were taken for jobs")
                .tag("step", step.getClass().getSimpleName())
                .tag("outcome", failed ? "failed" : "done")
                .register(registry)
                .increment();
    }

    /** What a job's status says now. */
    public void told(JobIdentity job, @Nullable JobPhase phase, @Nullable Long regionRestarts) {
        if (phase == null) {
            return;
        }
        long restartsSoFar = regionRestarts == null ? 0 : regionRestarts;
        Told before = jobs.put(job, new Told(phase, restartsSoFar));
        // What happened before this process was there is not counted again.
        if (before != null && restartsSoFar > before.restarts()) {
            restarts.increment(restartsSoFar - before.restarts());
        }
    }

    /** A job is gone. */
    public void forget(JobIdentity job) {
        jobs.remove(job);
    }
}
