package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.model.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Set;

/** The watches over what belongs to jobs, by label. Never over Secrets (K11). */
final class JobEventSources {

    private JobEventSources() {}

    static EventSource<Pod, IterativeJob> pods(EventSourceContext<IterativeJob> context) {
        return new InformerEventSource<>(
                labelled(Pod.class)
                        .withItemStore(new ReducedStore<>(CachedPod::of))
                        .build(),
                context);
    }

    static EventSource<ControllerRevision, IterativeJob> revisions(EventSourceContext<IterativeJob> context) {
        return new InformerEventSource<>(
                labelled(ControllerRevision.class)
                        .withItemStore(new ReducedStore<>(CachedRevision::of))
                        .build(),
                context);
    }

    private static <T extends HasMetadata> InformerEventSourceConfiguration.Builder<T> labelled(Class<T> type) {
        return InformerEventSourceConfiguration.from(type, IterativeJob.class)
                .withLabelSelector(Labels.JOB)
                .withSecondaryToPrimaryMapper(JobEventSources::job)
                .withNamespacesInheritedFromController()
                .withComparableResourceVersion(false);
    }

    private static Set<ResourceID> job(HasMetadata secondary) {
        String job = secondary.getMetadata().getLabels().get(Labels.JOB);
        return job == null
                ? Set.of()
                : Set.of(new ResourceID(job, secondary.getMetadata().getNamespace()));
    }
}
