package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.provider.JobStatus;
import dev.loopkeeper.provider.Recovery;
import dev.loopkeeper.provider.RecoveryMillis;
import dev.loopkeeper.provider.RegionPhase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The coordinator's metrics for Prometheus: read from the job's published status, so that they and {@code /v1/status} say the same. */
final class CoordinatorMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<JobStatus> status;
    private final Tags job;
    private final Set<RecoveryId> timed = new HashSet<>();
    private int timedSnapshots;

    private record RecoveryId(String region, @Nullable Instant time) {}

    /** @param status the newest one; never null */
    CoordinatorMetrics(String job, Supplier<JobStatus> status) {
        this.status = status;
        this.job = Tags.of("job", job);
        counter(
                "loopkeeper.snapshots.completed",
                "Committed snapshots of all regions.",
                s -> s.snapshots().completed());
        counter(
                "loopkeeper.snapshots.aborted",
                "Snapshots that were given up.",
                s -> s.snapshots().aborted());
        counter(
                "loopkeeper.snapshots.bytes",
                "What committed snapshots have uploaded.",
                s -> s.snapshots().bytes());
        counter("loopkeeper.restarts", "Restarts of regions after a failure.", JobStatus::restarts);
        counter("loopkeeper.hops", "Records fed back in loops.", JobStatus::hops);
        gauge("loopkeeper.records", "Records read from sources in the job's life.", JobStatus::records);
        gauge(
                "loopkeeper.hops.rate",
                "Records fed back in a second, over the last seconds.",
                JobStatus::recordsPerSecond);
        gauge("loopkeeper.loop.log.bytes", "What the loops' logs hold now.", JobStatus::loopLogBytes);
        gauge("loopkeeper.round", "The highest round; -1 without rounds.", s -> s.round() == null ? -1 : s.round());
        gauge("loopkeeper.claim", "The coordinator's claim; 0 before it has claimed.", JobStatus::claim);
        gauge("loopkeeper.regions", "Regions of the plan.", s -> s.regions().size());
        gauge(
                "loopkeeper.regions.running",
                "Regions that run.",
                s -> s.regions().stream()
                        .filter(region -> region.phase() == RegionPhase.RUNNING)
                        .count());
    }

    private void counter(String name, String description, ToDoubleFunction<JobStatus> value) {
        FunctionCounter.builder(name, status, s -> value.applyAsDouble(s.get()))
                .description(description)
                .tags(job)
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<JobStatus> value) {
        Gauge.builder(name, status, s -> value.applyAsDouble(s.get()))
                .description(description)
                .tags(job)
                .register(registry);
    }

    /** Times what the status tells for the first time. Called on one thread. */
    void observe(JobStatus newest) {
        for (Recovery recovery : newest.recoveries()) {
            if (timed.add(new RecoveryId(recovery.region(), recovery.time()))) {
                time(recovery);
            }
        }
        int snapshots = newest.snapshots().seconds().size();
        if (snapshots > timedSnapshots) {
            newest.snapshots().seconds().subList(timedSnapshots, snapshots).forEach(this::timeSnapshot);
            timedSnapshots = snapshots;
        }
    }

    private void timeSnapshot(double seconds) {
        Timer.builder("loopkeeper.snapshot.duration")
                .description("From a snapshot's trigger to its commit.")
                .tags(job)
                .register(registry)
                .record(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private void time(Recovery recovery) {
        RecoveryMillis millis = recovery.millis();
        time(recovery.region(), "detected", millis.detected());
        time(recovery.region(), "fenced", millis.fenced());
        time(recovery.region(), "scheduled", millis.scheduled());
        time(recovery.region(), "restored", millis.restored());
        time(recovery.region(), "replayed", millis.replayed());
        time(recovery.region(), "firstRecord", millis.firstRecord());
    }

    private void time(String region, String phase, @Nullable Long millis) {
        if (millis != null) {
            Timer.builder("loopkeeper.recovery.phase")
                    .description("From a loss to a phase of the recovery from it.")
                    .tags(job.and("region", region, "phase", phase))
                    .register(registry)
                    .record(Duration.ofMillis(millis));
        }
    }

    /** In Prometheus' text format. Any thread. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
