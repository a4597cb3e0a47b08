package dev.loopkeeper.operator.model;

import dev.loopkeeper.operator.observe.Component;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels and annotations of a job's objects. */
public final class Labels {

    public static final String JOB = "loopkeeper.dev/job";
    public static final String COMPONENT = "loopkeeper.dev/component";
    public static final String REGION = "loopkeeper.dev/region";
    public static final String ATTEMPT = "loopkeeper.dev/attempt";
    public static final String WORKER = "loopkeeper.dev/worker";
    /** Of the coordinator, or of the list that a worker was made from (K4). */
    public static final String EPOCH = "loopkeeper.dev/epoch";

    public static final String RUN = "loopkeeper.dev/run";
    /** Tells apart the pods of jobs that had the same name one after the other. */
    public static final String JOB_UID = "loopkeeper.dev/job-uid";

    /**
     * Annotations of coordinators, and the first of pods that clear the store too: what was before them, which a new operator process could not know otherwise
     * (K5, K10, R17).
     */
    public static final String FAILURES = "loopkeeper.dev/failures";

    public static final String SILENT = "loopkeeper.dev/silent";
    /** Annotation of pods: how many in their place before them were not started by their nodes (K2). */
    public static final String UNSTARTED = "loopkeeper.dev/unstarted";

    /** Annotation of pods that are kept off nodes (K2): which. */
    public static final String AVOIDS = "loopkeeper.dev/avoids";

    /** Annotations of a run's revision. */
    public static final String STOP_ASKED_AT = "loopkeeper.dev/stop-asked-at";

    /** The image that the run's first pod was started with, by its digest (K9). */
    public static final String IMAGE = "loopkeeper.dev/image";

    public static final String ENDED = "loopkeeper.dev/ended";
    public static final String ENDED_AT = "loopkeeper.dev/ended-at";
    public static final String END_MESSAGE = "loopkeeper.dev/end-message";

    /** Annotation of a NetworkPolicy: what tells its form from that of another operator version. */
    public static final String FORM = "loopkeeper.dev/form";

    /** Annotation of a job: {@value #PAUSED} makes the operator leave it alone. */
    public static final String RECONCILE = "loopkeeper.dev/reconcile";

    public static final String PAUSED = "paused";

    /** Keeps a job until its store is cleared (K10). */
    public static final String FINALIZER = "loopkeeper.dev/store";

    public static final String OPERATOR = "loopkeeper-operator";

    private Labels() {}

    /** Those of everything that belongs to a job. */
    static Map<String, String> ofJob(JobIdentity job) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/name", "loopkeeper");
        labels.put("app.kubernetes.io/instance", job.name());
        labels.put("app.kubernetes.io/part-of", "loopkeeper");
        labels.put("app.kubernetes.io/managed-by", OPERATOR);
        labels.put(JOB, job.name());
        return labels;
    }

    /** Those of a pod of this kind. */
    static Map<String, String> ofPod(JobIdentity job, Component component, int run) {
        Map<String, String> labels = ofJob(job);
        labels.put("app.kubernetes.io/component", component.label());
        labels.put(COMPONENT, component.label());
        labels.put(JOB_UID, job.uid());
        labels.put(RUN, Integer.toString(run));
        return labels;
    }

    /** What selects a job's workers; the status tells it to autoscalers. */
    public static String workerSelector(String job) {
        return JOB + "=" + job + "," + COMPONENT + "=" + Component.WORKER.label();
    }
}
