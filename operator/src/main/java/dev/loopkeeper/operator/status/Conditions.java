package dev.loopkeeper.operator.status;

import dev.loopkeeper.crds.v1alpha1.Condition;
import dev.loopkeeper.crds.v1alpha1.ConditionStatus;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.crds.v1alpha1.JobPhase;
import dev.loopkeeper.operator.decide.Situation;
import dev.loopkeeper.operator.observe.Observation;
import dev.loopkeeper.operator.observe.RunEnd;
import dev.loopkeeper.operator.observe.RunView;
import dev.loopkeeper.operator.observe.StreamView;
import dev.loopkeeper.provider.ProviderState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job's conditions, as kstatus reads them (K21). */
final class Conditions {

    static final String READY = "Ready";
    static final String RECONCILING = "Reconciling";
    static final String STALLED = "Stalled";
    static final String DEGRADED = "Degraded";
    static final String COMPLETED = "Completed";
    static final String FAILED = "Failed";

    static final String SNAPSHOTS_FAIL = "SnapshotsFail";

    private static final int LONGEST_MESSAGE = 1024;

    private final Observation seen;
    private final long observedGeneration;
    private final JobPhase phase;
    private final Trouble trouble;
    private final String progress;
    private final List<Condition> conditions = new ArrayList<>();

    private Conditions(Observation seen, long observedGeneration, JobPhase phase, Trouble trouble, String progress) {
        this.seen = seen;
        this.observedGeneration = observedGeneration;
        this.phase = phase;
        this.trouble = trouble;
        this.progress = progress;
    }

    /**
     * All of them, as of this generation.
     *
     * @param progress a sentence on how far the job is
     */
    static List<Condition> of(
            Observation seen, long observedGeneration, JobPhase phase, Trouble trouble, String progress) {
        return new Conditions(seen, observedGeneration, phase, trouble, progress).all();
    }

    private List<Condition> all() {
        Situation situation = trouble.situation();
        boolean failed = phase == JobPhase.FAILED;
        boolean barred = trouble.stalled(seen.now());
        boolean stalled = failed || barred;
        boolean waits = situation.kind() != Situation.Kind.CLEAR && !barred;
        boolean settled = phase == JobPhase.RUNNING || phase == JobPhase.SUSPENDED || phase == JobPhase.SUCCEEDED;
        boolean reconciling = !stalled && (!settled || waits);
        String reason = barred || waits ? situation.reason() : word(phase);
        String message = barred || waits ? situation.message() : sentence();
        add(READY, settled && !stalled, reason, message);
        add(RECONCILING, reconciling, reconciling ? reason : word(phase), reconciling ? message : sentence());
        add(STALLED, stalled, stalled ? reason : word(phase), stalled ? message : "");
        addDegraded();
        add(COMPLETED, phase == JobPhase.SUCCEEDED, word(phase), phase == JobPhase.SUCCEEDED ? sentence() : "");
        add(FAILED, failed, word(phase), failed ? sentence() : "");
        return conditions;
    }

    /** A job that recovers, or one that runs and takes no snapshots. */
    private void addDegraded() {
        Optional<String> snapshots = seen.stream().map(StreamView::state).map(ProviderState::regions).stream()
                .flatMap(List::stream)
                .filter(region -> region.degraded() != null)
                .map(region -> region.name() + ": " + region.degraded())
                .findFirst();
        boolean recovers = phase == JobPhase.RECOVERING;
        if (phase == JobPhase.RUNNING && snapshots.isPresent()) {
            add(DEGRADED, true, SNAPSHOTS_FAIL, snapshots.get());
        } else {
            add(DEGRADED, recovers, word(phase), recovers ? sentence() : "");
        }
    }

    private static String word(JobPhase phase) {
        String name = phase.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private String sentence() {
        return phase == JobPhase.STARTING
                ? progress
                : seen.run()
                        .map(RunView::end)
                        .map(RunEnd::message)
                        .filter(message -> !message.isBlank())
                        .orElse(progress);
    }

    private void add(String type, boolean holds, String reason, String message) {
        ConditionStatus status = holds ? ConditionStatus.TRUE : ConditionStatus.FALSE;
        Condition before = before(type);
        Instant since = before != null && before.status() == status ? before.lastTransitionTime() : seen.now();
        String bounded = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
        conditions.add(new Condition(type, status, observedGeneration, since, reason, bounded));
    }

    private @Nullable Condition before(String type) {
        IterativeJobStatus status = seen.job().status();
        List<Condition> written = status == null ? null : status.conditions();
        return written == null
                ? null
                : written.stream()
                        .filter(condition -> condition.type().equals(type))
                        .findFirst()
                        .orElse(null);
    }
}
