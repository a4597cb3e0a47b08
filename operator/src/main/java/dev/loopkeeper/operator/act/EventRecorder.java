package dev.loopkeeper.operator.act;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.operator.decide.Step;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.Labels;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells events: one object for each reason of a job, counted (K22). An event that cannot be told is logged; nothing depends on it. Blocks. */
public final class EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private final KubernetesClient client;
    private final Clock clock;

    public EventRecorder(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Whether it was written. */
    boolean tell(JobIdentity job, Step.Tell told) {
        LOG.info("{}/{}: {}: {}", job.namespace(), job.name(), told.reason(), told.message());
        try {
            write(job, told);
            return true;
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "event {} of {}/{} could not be written: {}",
                    told.reason(),
                    job.namespace(),
                    job.name(),
                    JobCluster.line(e));
            return false;
        }
    }

    private void write(JobIdentity job, Step.Tell told) {
        String name =
                job.name() + "." + job.uid().substring(0, Math.min(8, job.uid().length())) + "."
                        + told.reason().toLowerCase(Locale.ROOT);
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Event there =
                client.v1().events().inNamespace(job.namespace()).withName(name).get();
        if (there != null) {
            int count = there.getCount() == null ? 1 : there.getCount();
            Map<String, Object> patch = Map.of("count", count + 1, "lastTimestamp", now, "message", told.message());
            client.v1()
                    .events()
                    .inNamespace(job.namespace())
                    .withName(name)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization().asJson(patch));
            return;
        }
        Event event = new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(job.namespace())
                .endMetadata()
                .withType(told.warning() ? "Warning" : "Normal")
                .withReason(told.reason())
                .withMessage(told.message())
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withReportingComponent(Labels.OPERATOR)
                .withReportingInstance(Labels.OPERATOR)
                .withNewSource()
                .withComponent(Labels.OPERATOR)
                .endSource()
                .withNewInvolvedObject()
                .withApiVersion(IterativeJob.GROUP + "/" + IterativeJob.VERSION)
                .withKind(IterativeJob.KIND)
                .withName(job.name())
                .withNamespace(job.namespace())
                .withUid(job.uid())
                .endInvolvedObject()
                .build();
        client.resource(event).create();
    }
}
