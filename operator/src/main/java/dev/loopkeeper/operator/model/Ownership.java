package dev.loopkeeper.operator.model;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;

/** Whose an object is that has the name of one of a job's own: a name alone says nothing (K4). */
public enum Ownership {
    /** It is this job's, and stays. */
    OURS,
    /** It is an earlier job's of the same name, or is being deleted: it goes by itself, and its name is free then. */
    GOING,
    /** It is somebody else's, and is never touched. */
    FOREIGN;

    public static Ownership of(JobIdentity job, HasMetadata there) {
        ObjectMeta metadata = there.getMetadata();
        if (metadata.getDeletionTimestamp() != null) {
            return GOING;
        }
        boolean ours = metadata.getOwnerReferences().stream()
                        .anyMatch(owner -> job.uid().equals(owner.getUid()))
                || job.uid().equals(metadata.getLabels().get(Labels.JOB_UID));
        if (ours) {
            return OURS;
        }
        // Two jobs of one name are never there at once: the garbage collector is about to take what the earlier owned.
        boolean earlier = metadata.getOwnerReferences().stream().anyMatch(owner -> isJobNamed(job.name(), owner));
        return earlier ? GOING : FOREIGN;
    }

    private static boolean isJobNamed(String name, OwnerReference owner) {
        return IterativeJob.KIND.equals(owner.getKind())
                && owner.getApiVersion() != null
                && owner.getApiVersion().startsWith(IterativeJob.GROUP + "/")
                && name.equals(owner.getName());
    }
}
