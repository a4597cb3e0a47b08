package dev.loopkeeper.operator.act;

import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator is told by its chart. */
@ConfigMapping(prefix = "loopkeeper")
public interface OperatorSettings {

    /** The namespace that the operator itself runs in. */
    @WithDefault("default")
    String namespace();

    /** The operator's version, for the record of runs. */
    @WithDefault("${quarkus.application.version:unknown}")
    String version();

    /** Whether replicas choose one among them that works (K24). */
    @WithDefault("false")
    boolean leaderElection();

    /** The name of the lease by which they choose: that of the release. */
    @WithDefault("loopkeeper-operator")
    String lease();

    /** The namespaces that are watched, as the SDK reads them. */
    Optional<String> watchNamespaces();

    /** Whether the cluster's nodes are watched, for hints to jobs (K1, K11). */
    @WithDefault("false")
    boolean watchNodes();

    /** The image of jobs that name none. */
    Optional<String> workerImage();

    /** When nodes pull that image: {@code Always}, {@code IfNotPresent} or {@code Never}; empty for what Kubernetes takes. */
    Optional<String> workerPullPolicy();

    /** The pull policy for a job: one that names an image of its own decides itself. */
    default @Nullable String pullPolicy(IterativeJobSpec spec) {
        return spec.image() == null ? workerPullPolicy().orElse(null) : null;
    }

    /** The store of jobs that name none (K16). */
    DefaultStore defaultStore();

    /** The PodMonitors of jobs (K15). */
    JobPodMonitors jobPodMonitors();

    /** Whether and how each job gets a PodMonitor, for clusters with a Prometheus Operator. */
    interface JobPodMonitors {

        @WithDefault("false")
        boolean enabled();

        @WithDefault("30s")
        String interval();

        /** By which a Prometheus chooses them: each {@code name=value}, separated by commas. */
        Optional<List<String>> labels();
    }

    /** A store that all jobs may use. */
    interface DefaultStore {

        Optional<String> endpoint();

        /** Other addresses of the same service, under which jobs have their data there (K19). */
        Optional<List<String>> formerEndpoints();

        @WithDefault("loopkeeper")
        String bucket();

        Optional<String> prefix();

        @WithDefault("us-east-1")
        String region();

        /** The Secret in the operator's namespace with {@code accessKeyId}, {@code secretAccessKey} and, if {@code ca.crt} is there, the store's authorities. */
        Optional<String> secret();

        @WithDefault("true")
        boolean conditionalWrites();
    }
}
