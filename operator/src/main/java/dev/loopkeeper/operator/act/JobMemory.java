package dev.loopkeeper.operator.act;

import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import dev.loopkeeper.operator.coordinator.CoordinatorTrust;
import dev.loopkeeper.operator.observe.AbsentPod;
import dev.loopkeeper.operator.observe.Preparation;
import dev.loopkeeper.operator.observe.Trial;
import dev.loopkeeper.operator.status.Trouble;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of a job: nothing that it could not find out again, so that losing it costs a few requests (R17). Owned by the thread
 * that reconciles the job; there is one at a time.
 */
public final class JobMemory {

    private final Set<AbsentPod> absent = new HashSet<>();
    private final Map<String, CreatedPod> created = new HashMap<>();
    private final Map<String, Instant> told = new HashMap<>();
    private final KnownRuns runs = new KnownRuns();
    private @Nullable Trial trial;
    private @Nullable Preparation preparation;
    private @Nullable Instant preparedAt;
    private @Nullable Instant madeAt;
    private @Nullable Trouble trouble;
    private @Nullable Instant statusWrittenAt;
    private @Nullable IterativeJobStatus statusWritten;
    private @Nullable String defaultCredentials;
    private boolean namespaceTerminating;
    private boolean monitored;
    private @Nullable CoordinatorTrust trust;
    private @Nullable Instant trustReadAt;
    private int failures;
    private long checkedGeneration = -1;
    private List<String> specificationProblems = List.of();

    /** A pod that was created, and when. */
    public record CreatedPod(Pod pod, Instant at) {}

    /** Pods that were found to be gone. */
    public Set<AbsentPod> absent() {
        return absent;
    }

    /** Pods that were created and may not be in the cache yet, by uid. */
    public Map<String, CreatedPod> created() {
        return created;
    }

    public KnownRuns runs() {
        return runs;
    }

    public @Nullable Trial trial() {
        return trial;
    }

    public void trial(Trial made) {
        trial = made;
    }

    public @Nullable Preparation preparation() {
        return preparation;
    }

    public @Nullable Instant preparedAt() {
        return preparedAt;
    }

    public void preparation(Preparation gathered, Instant at) {
        preparation = gathered;
        preparedAt = at;
    }

    /** When this process last made what pods need; null if it never did. */
    public @Nullable Instant madeAt() {
        return madeAt;
    }

    public void madeAt(Instant now) {
        madeAt = now;
    }

    /** What was gathered holds no more. */
    public void forgetPreparation() {
        preparedAt = null;
    }

    /**
     * The version of the default store's credentials that is known now: where it is another than before, the job's copy may be old (K16).
     *
     * @param version null if it is not known
     */
    public void defaultCredentials(@Nullable String version) {
        if (version != null && !version.equals(defaultCredentials)) {
            defaultCredentials = version;
            forgetPreparation();
        }
    }

    /** How the operator shows itself to the job's coordinator, as it was last read. */
    public @Nullable CoordinatorTrust trust() {
        return trust;
    }

    public @Nullable Instant trustReadAt() {
        return trustReadAt;
    }

    public void trust(@Nullable CoordinatorTrust read, Instant at) {
        trust = read;
        trustReadAt = at;
    }

    /** In how many looks in a row at the job something has failed. */
    public int failures() {
        return failures;
    }

    public void failed() {
        failures++;
    }

    public void succeeded() {
        failures = 0;
    }

    /** What stood in the way when the job was last looked at; null if this process never did. */
    public @Nullable Trouble trouble() {
        return trouble;
    }

    public void trouble(Trouble now) {
        trouble = now;
    }

    public @Nullable Instant statusWrittenAt() {
        return statusWrittenAt;
    }

    /** What was written last. */
    public @Nullable IterativeJobStatus statusWritten() {
        return statusWritten;
    }

    public void statusWritten(IterativeJobStatus status, Instant at) {
        statusWritten = status;
        statusWrittenAt = at;
    }

    public boolean namespaceTerminating() {
        return namespaceTerminating;
    }

    public void namespaceIsTerminating() {
        namespaceTerminating = true;
    }

    /** Whether this process has done what there is to do for the job's PodMonitor. */
    public boolean monitored() {
        return monitored;
    }

    public void monitored(boolean done) {
        monitored = done;
    }

    /** What this process has told or tried to tell once, with the time until which that is not tried again: for ever, if it was told. */
    public Map<String, Instant> told() {
        return told;
    }

    /** The problems of this generation's specification, if they were looked for. */
    public @Nullable List<String> specificationProblems(long generation) {
        return generation == checkedGeneration ? specificationProblems : null;
    }

    public void specificationProblems(long generation, List<String> problems) {
        checkedGeneration = generation;
        specificationProblems = List.copyOf(problems);
    }
}
