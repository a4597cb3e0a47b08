package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A dataflow with a loop in it, kept running and right: the resource that users write, locally and on Kubernetes. */
@Group(IterativeJob.GROUP)
@Version(IterativeJob.VERSION)
@Kind(IterativeJob.KIND)
@Singular("iterativejob")
@Plural("iterativejobs")
@ShortNames("ij")
@ValidationRule(value = Rules.JOB_NAME_LENGTH, message = Rules.JOB_NAME_LENGTH_MESSAGE)
@ValidationRule(value = Rules.JOB_NAME_FORM, message = Rules.JOB_NAME_FORM_MESSAGE)
public final class IterativeJob extends CustomResource<IterativeJobSpec, IterativeJobStatus> implements Namespaced {

    public static final String GROUP = "loopkeeper.dev";
    public static final String VERSION = "v1alpha1";
    public static final String KIND = "IterativeJob";

    /** How long a job's name may be: it is part of the names of pods, which carry region, task and attempt as well. */
    public static final int MAX_NAME_LENGTH = 40;

    /** How long a region's name may be, for the same reason. */
    public static final int MAX_REGION_NAME_LENGTH = 30;

    /** The largest parallelism: the number of key groups over which state is spread, fixed for ever. */
    public static final int MAX_PARALLELISM = 128;

    private static final long serialVersionUID = 1L;

    private transient @Nullable JsonNode specAsWritten;

    @Override
    @Required
    public IterativeJobSpec getSpec() {
        return super.getSpec();
    }

    /**
     * The specification as it was written, where not all of it could be read: then {@link #getSpec} has the definition's defaults in place of what could
     * not. Null where all of it was read.
     */
    public @Nullable JsonNode specAsWritten() {
        return specAsWritten;
    }

    /** Keeps what was written beside what was read of it. */
    public void keepSpecAsWritten(JsonNode written) {
        specAsWritten = written;
    }
}
