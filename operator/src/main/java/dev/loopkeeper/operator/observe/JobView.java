package dev.loopkeeper.operator.observe;

import dev.loopkeeper.crds.v1alpha1.DeletionPolicy;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.IterativeJobStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job's resource.
 *
 * @param generation of the specification
 * @param deletedAt when its deletion was asked for; null if it was not
 * @param finalizer whether it carries the finalizer that keeps it until its store is cleared (K10)
 * @param paused whether the annotation says that the operator is to leave it alone
 * @param namespaceTerminating whether the namespace is being deleted, which refuses new pods (K10)
 * @param readable whether all of the specification could be read; where not, {@code spec} has defaults in place of something that was written
 * @param onDelete what was written of what becomes of the store; null if that could not be read
 * @param status what was written last; null if nothing was
 */
public record JobView(
        String namespace,
        String name,
        String uid,
        long generation,
        @Nullable Instant deletedAt,
        boolean finalizer,
        boolean paused,
        boolean namespaceTerminating,
        IterativeJobSpec spec,
        boolean readable,
        @Nullable DeletionPolicy onDelete,
        @Nullable IterativeJobStatus status) {

    public boolean deleting() {
        return deletedAt != null;
    }
}
