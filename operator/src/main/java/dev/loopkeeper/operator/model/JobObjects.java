package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loopkeeper.operator.observe.Component;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The objects of a job that are no pods. */
public final class JobObjects {

    private static final int FORM_BYTES = 8;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JobIdentity job;

    public JobObjects(JobIdentity job) {
        this.job = job;
    }

    /** The configuration of a run; it cannot be changed, so that all pods of the run read the same. */
    public ConfigMap config(int run, String text) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(job.run(run)))
                .withData(Map.of(Mounts.CONFIG_FILE, text))
                .withImmutable(true)
                .build();
    }

    /** Leads to the coordinator of one epoch: a frozen pod stays Ready and would go on being selected (K7). */
    public Service service(long epoch) {
        return new ServiceBuilder()
                .withMetadata(metadata(job.coordinatorService()))
                .withNewSpec()
                .withSelector(Map.of(
                        Labels.JOB, job.name(),
                        Labels.COMPONENT, Component.COORDINATOR.label(),
                        Labels.EPOCH, Long.toString(epoch)))
                .addNewPort()
                .withName("control")
                .withPort(Ports.COORDINATOR_CONTROL)
                .withNewTargetPort("control")
                .endPort()
                .addNewPort()
                .withName("https")
                .withPort(Ports.COORDINATOR_HTTPS)
                .withNewTargetPort("https")
                .endPort()
                .endSpec()
                .build();
    }

    /** Who may reach the job's pods: its own, and anyone in the cluster, the operator too, at the port that answers only to certificates and tokens. */
    public NetworkPolicy networkPolicy() {
        LabelSelector ownPods = selector(Map.of(Labels.JOB, job.name()));
        NetworkPolicyPeer own =
                new NetworkPolicyPeerBuilder().withPodSelector(ownPods).build();
        NetworkPolicy policy = new NetworkPolicyBuilder()
                .withMetadata(metadata(job.networkPolicy()))
                .withNewSpec()
                .withPodSelector(ownPods)
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .withFrom(own)
                .withPorts(port(Ports.COORDINATOR_CONTROL), port(Ports.WORKER_DATA))
                .endIngress()
                .addNewIngress()
                .withFrom(anyNamespace())
                .withPorts(port(Ports.COORDINATOR_HTTPS))
                .endIngress()
                .endSpec()
                .build();
        policy.getMetadata().getAnnotations().put(Labels.FORM, form(policy));
        return policy;
    }

    /** Whether it is as this operator makes it. What others have added to it, as admission controllers do, is theirs. */
    public static boolean sameForm(NetworkPolicy one, NetworkPolicy other) {
        String form = one.getMetadata().getAnnotations().get(Labels.FORM);
        return form != null && form.equals(other.getMetadata().getAnnotations().get(Labels.FORM));
    }

    private static String form(NetworkPolicy policy) {
        byte[] text = MAPPER.valueToTree(policy.getSpec()).toString().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash, 0, FORM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Prometheus, wherever it is; what it may read it must show a token for (K15). */
    private static NetworkPolicyPeer anyNamespace() {
        return new NetworkPolicyPeerBuilder()
                .withNamespaceSelector(new LabelSelector())
                .build();
    }

    private static LabelSelector selector(Map<String, String> labels) {
        return new LabelSelectorBuilder().withMatchLabels(labels).build();
    }

    private static NetworkPolicyPort port(int number) {
        return new NetworkPolicyPortBuilder()
                .withProtocol("TCP")
                .withNewPort(number)
                .build();
    }

    /** A Secret of the job with these texts. */
    public Secret secret(String name, Map<String, String> texts) {
        return new SecretBuilder()
                .withMetadata(metadata(name))
                .withType("Opaque")
                .withStringData(texts)
                .build();
    }

    private ObjectMeta metadata(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(job.namespace())
                .withLabels(Labels.ofJob(job))
                .withOwnerReferences(job.owner())
                .build();
    }
}
