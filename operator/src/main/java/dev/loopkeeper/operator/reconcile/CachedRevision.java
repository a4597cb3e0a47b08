package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.operator.model.FrozenRun;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;

/**
 * What is kept of a run's revision: not the three whole pods and the configuration that it holds, which are read when pods are made. A job has up to
 * eleven revisions (K25).
 */
final class CachedRevision {

    private CachedRevision() {}

    static ControllerRevision of(ControllerRevision revision) {
        return new ControllerRevisionBuilder()
                .withMetadata(new ObjectMetaBuilder(revision.getMetadata())
                        .withManagedFields()
                        .build())
                .withRevision(revision.getRevision())
                .withData(FrozenRun.outline(revision))
                .build();
    }
}
