package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.JarSpec;
import dev.loopkeeper.crds.v1alpha1.PodTemplate;
import dev.loopkeeper.crds.v1alpha1.SecretCredentials;
import dev.loopkeeper.crds.value.CpuAmount;
import dev.loopkeeper.crds.value.MemorySize;
import dev.loopkeeper.operator.observe.Component;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all pods of one kind of a run have in common: everything but their names, numbers and the nodes that they avoid. It is resolved at the
 * run's start and frozen (K9). Fit for namespaces that enforce restricted Pod Security.
 */
public final class PodSkeleton {

    /** How long a pod that is told to go may take: a stop snapshot of its region (K3). */
    public static final long GRACE_SECONDS = 60;

    /** What the names of all volumes begin with that are ours. */
    static final String PREFIX = "loopkeeper-";

    private static final String IDENTITY_AUDIENCE = "sts.amazonaws.com";
    private static final long IDENTITY_SECONDS = 3600;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JobIdentity job;
    private final int run;
    private final IterativeJobSpec spec;
    private final String image;
    private final @Nullable String pullPolicy;
    private final JobStore store;

    /** @param image of coordinator and workers */
    public PodSkeleton(JobIdentity job, int run, IterativeJobSpec spec, String image, JobStore store) {
        this(job, run, spec, image, null, store);
    }

    /**
     * @param image of coordinator and workers
     * @param pullPolicy of that image, where a template says nothing; null for what Kubernetes takes
     */
    public PodSkeleton(
            JobIdentity job,
            int run,
            IterativeJobSpec spec,
            String image,
            @Nullable String pullPolicy,
            JobStore store) {
        this.job = job;
        this.run = run;
        this.spec = spec;
        this.image = image;
        this.pullPolicy = pullPolicy;
        this.store = store;
    }

    public Pod worker() {
        return merged(
                Component.WORKER,
                spec.workers().template(),
                base(
                        Component.WORKER,
                        Role.WORKER,
                        spec.workers().memory(),
                        spec.workers().cpu()));
    }

    public Pod coordinator() {
        return merged(
                Component.COORDINATOR,
                spec.coordinator().template(),
                base(
                        Component.COORDINATOR,
                        Role.COORDINATOR,
                        spec.coordinator().memory(),
                        spec.coordinator().cpu()));
    }

    /** Of the pod that clears the store; it is placed as the coordinator is, and has its access. */
    public Pod cleanup() {
        return merged(
                Component.CLEANUP,
                CleanupTemplate.of(spec.coordinator().template()),
                base(
                        Component.CLEANUP,
                        Role.COORDINATOR,
                        spec.coordinator().memory(),
                        spec.coordinator().cpu()));
    }

    private Pod merged(Component component, @Nullable PodTemplate template, Pod ours) {
        ObjectNode base = MAPPER.createObjectNode();
        if (template != null && template.metadata() != null) {
            base.set("metadata", template.metadata());
        }
        if (template != null && template.spec() != null) {
            base.set("spec", template.spec());
        }
        ObjectNode all = TemplateMerge.merge(base, MAPPER.valueToTree(ours));
        Pod pod = MAPPER.convertValue(all, Pod.class);
        pod.getSpec().getContainers().stream()
                .filter(container -> component.label().equals(container.getName()))
                .filter(container -> container.getImagePullPolicy() == null)
                .forEach(container -> container.setImagePullPolicy(pullPolicy));
        return pod;
    }

    private Pod base(Component component, Role role, MemorySize memory, CpuAmount cpu) {
        List<Volume> volumes = new ArrayList<>();
        List<VolumeMount> mounts = new ArrayList<>();
        addOwn(role, volumes, mounts);
        addStore(volumes, mounts);
        addJar(volumes, mounts);
        ContainerBuilder main = new ContainerBuilder()
                .withName(component.label())
                .withImage(image)
                .withEnv(environment(component))
                .withVolumeMounts(mounts)
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewResources()
                .withRequests(Map.of("memory", new Quantity(memory.toString()), "cpu", new Quantity(cpu.toString())))
                .withLimits(Map.of("memory", new Quantity(memory.toString())))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext();
        addPorts(component, main);
        return new PodBuilder()
                .withNewMetadata()
                .withLabels(Labels.ofPod(job, component, run))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(main.build())
                .withVolumes(volumes)
                .endSpec()
                .build();
    }

    private static void addPorts(Component component, ContainerBuilder main) {
        switch (component) {
            case COORDINATOR ->
                main.addNewPort()
                        .withName("https")
                        .withContainerPort(Ports.COORDINATOR_HTTPS)
                        .withProtocol("TCP")
                        .endPort()
                        .addNewPort()
                        .withName("control")
                        .withContainerPort(Ports.COORDINATOR_CONTROL)
                        .withProtocol("TCP")
                        .endPort();
            case WORKER ->
                main.addNewPort()
                        .withName("data")
                        .withContainerPort(Ports.WORKER_DATA)
                        .withProtocol("TCP")
                        .endPort();
            case CLEANUP -> {}
        }
    }

    private static List<EnvVar> environment(Component component) {
        return List.of(
                field("LOOPKEEPER_POD_UID", "metadata.uid"),
                field("LOOPKEEPER_NODE", "spec.nodeName"),
                field("LOOPKEEPER_POD_IP", "status.podIP"),
                new EnvVarBuilder()
                        .withName("LOOPKEEPER_MEMORY")
                        .withNewValueFrom()
                        .withNewResourceFieldRef()
                        .withContainerName(component.label())
                        .withResource("limits.memory")
                        .endResourceFieldRef()
                        .endValueFrom()
                        .build());
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private void addOwn(Role role, List<Volume> volumes, List<VolumeMount> mounts) {
        volumes.add(new VolumeBuilder()
                .withName(PREFIX + "config")
                .withNewConfigMap()
                .withName(job.run(run))
                .endConfigMap()
                .build());
        mounts.add(mount("config", Mounts.CONFIG_FOLDER, true));
        addSecret("tls", job.certificateSecret(role), Mounts.TLS, Map.of(), volumes, mounts);
        if (role == Role.COORDINATOR) {
            addSecret("metrics", job.metricsSecret(), Mounts.METRICS, Map.of(), volumes, mounts);
        }
        addEmpty("work", Mounts.WORK, volumes, mounts);
        addEmpty("tmp", Mounts.TEMPORARY, volumes, mounts);
    }

    private void addStore(List<Volume> volumes, List<VolumeMount> mounts) {
        JarSpec jar = spec.program().jar();
        boolean jarByIdentity =
                jar != null && jar.credentials() != null && jar.credentials().secret() == null;
        if (store.credentials() != null) {
            addCredentials("store", store.credentials(), Mounts.STORE, volumes, mounts);
        }
        if (store.credentials() == null || jarByIdentity) {
            volumes.add(new VolumeBuilder()
                    .withName(PREFIX + "identity")
                    .withNewProjected()
                    .addNewSource()
                    .withNewServiceAccountToken(IDENTITY_AUDIENCE, IDENTITY_SECONDS, "token")
                    .endSource()
                    .endProjected()
                    .build());
            mounts.add(mount("identity", Mounts.IDENTITY, true));
        }
        if (store.ca() != null) {
            addSecret(
                    "store-ca",
                    store.ca().name(),
                    Mounts.STORE_CA,
                    Map.of(store.ca().key(), Mounts.STORE_CA_FILE),
                    volumes,
                    mounts);
        }
    }

    private void addJar(List<Volume> volumes, List<VolumeMount> mounts) {
        JarSpec jar = spec.program().jar();
        if (jar != null && jar.credentials() != null && jar.credentials().secret() != null) {
            addCredentials("jar", jar.credentials().secret(), Mounts.JAR, volumes, mounts);
        }
    }

    private static void addCredentials(
            String name, SecretCredentials credentials, String path, List<Volume> volumes, List<VolumeMount> mounts) {
        Map<String, String> files = Map.of(
                credentials.accessKeyIdKey(), "accessKeyId", credentials.secretAccessKeyKey(), "secretAccessKey");
        addSecret(name, credentials.name(), path, files, volumes, mounts);
    }

    /** @param files the Secret's keys and the files they become; empty for all under their own names */
    private static void addSecret(
            String name,
            String secret,
            String path,
            Map<String, String> files,
            List<Volume> volumes,
            List<VolumeMount> mounts) {
        var source = new VolumeBuilder().withName(PREFIX + name).withNewSecret().withSecretName(secret);
        files.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(file -> source.addNewItem()
                        .withKey(file.getKey())
                        .withPath(file.getValue())
                        .endItem());
        volumes.add(source.endSecret().build());
        mounts.add(mount(name, path, true));
    }

    private static void addEmpty(String name, String path, List<Volume> volumes, List<VolumeMount> mounts) {
        volumes.add(new VolumeBuilder()
                .withName(PREFIX + name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        mounts.add(mount(name, path, false));
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        VolumeMountBuilder mount =
                new VolumeMountBuilder().withName(PREFIX + name).withMountPath(path);
        return readOnly ? mount.withReadOnly(true).build() : mount.build();
    }
}
