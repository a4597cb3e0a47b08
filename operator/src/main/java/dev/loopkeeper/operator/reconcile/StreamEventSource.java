package dev.loopkeeper.operator.reconcile;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.observe.StreamView;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Has a job reconciled when its coordinator has said something. It opens no stream itself: standbys start event sources too (K24). */
final class StreamEventSource extends AbstractEventSource<StreamView, IterativeJob> {

    StreamEventSource() {
        super(StreamView.class, "coordinator-streams");
    }

    /** Any thread. */
    void tell(JobIdentity job) {
        EventHandler handler = getEventHandler();
        if (handler != null && isRunning()) {
            handler.handleEvent(new Event(new ResourceID(job.name(), job.namespace())));
        }
    }

    @Override
    public Set<StreamView> getSecondaryResources(IterativeJob primary) {
        return Set.of();
    }
}
