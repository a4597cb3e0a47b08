package dev.loopkeeper.e2e.scale;

import dev.loopkeeper.crds.v1alpha1.ReservedInPods;
import dev.loopkeeper.engine.http.CoordinatorHttpServer;
import dev.loopkeeper.engine.http.HttpAccess;
import dev.loopkeeper.engine.http.HttpEndpoint;
import dev.loopkeeper.engine.http.HttpLimits;
import dev.loopkeeper.engine.security.IdentityFiles;
import dev.loopkeeper.engine.security.JobName;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerName;
import dev.loopkeeper.engine.security.PeerRole;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Answers for the coordinators of a namespace whose pods are simulated: each at its pod's address, which must lead to this machine, with the
 * certificates of its job. Safe for all threads.
 */
public final class StandInCoordinators implements AutoCloseable {

    private static final String JOB = "loopkeeper.dev/job";
    private static final String JOB_UID = "loopkeeper.dev/job-uid";
    private static final String EPOCH = "loopkeeper.dev/epoch";
    private static final List<String> FILES = List.of("tls.crt", "tls.key", "ca.crt");

    private final KubernetesClient client;
    private final String namespace;
    private final Path folder;
    private final Map<String, Served> byPod = new ConcurrentHashMap<>();
    private final ExecutorService openers = Executors.newFixedThreadPool(2);
    private final SharedIndexInformer<Pod> pods;

    private record Served(StandInCoordinator coordinator, CoordinatorHttpServer server) {}

    /** @param folder for the certificates */
    public StandInCoordinators(KubernetesClient client, String namespace, Path folder) {
        this.client = client;
        this.namespace = namespace;
        this.folder = folder;
        this.pods = client.pods()
                .inNamespace(namespace)
                .withLabel("loopkeeper.dev/component", "coordinator")
                .inform(new Handler());
    }

    /** How many answer. */
    public int serving() {
        return byPod.size();
    }

    /** How many of them say that their workers run. */
    public long running() {
        return byPod.values().stream()
                .filter(served -> served.coordinator.running())
                .count();
    }

    /** How many of them the operator has posted to since then. It posts anew over each stream that it opens. */
    public long observedSince(Instant time) {
        return byPod.values().stream()
                .filter(served -> served.coordinator.observedAt().isAfter(time))
                .count();
    }

    private final class Handler implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            openers.execute(() -> look(pod));
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            openers.execute(() -> look(pod));
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            openers.execute(() -> shut(pod));
        }
    }

    private void look(Pod pod) {
        boolean runs = pod.getStatus() != null
                && "Running".equals(pod.getStatus().getPhase())
                && pod.getStatus().getPodIP() != null;
        if (runs) {
            byPod.computeIfAbsent(pod.getMetadata().getUid(), _ -> open(pod));
        }
    }

    private void shut(Pod pod) {
        Served served = byPod.remove(pod.getMetadata().getUid());
        if (served != null) {
            served.server.close();
        }
    }

    /** Null where it cannot: the pod's next change is the next try. */
    private Served open(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        String job = labels.get(JOB);
        JobName name = new JobName(namespace, job, labels.get(JOB_UID));
        PeerName operator = new PeerName(name, PeerRole.OPERATOR);
        try {
            JobSecurity security = JobSecurity.of(identity(job), name);
            HttpEndpoint endpoint = new HttpEndpoint(
                    new InetSocketAddress(pod.getStatus().getPodIP(), ReservedInPods.COORDINATOR_HTTPS_PORT),
                    HttpAccess.byCertificate(
                            leaf -> PeerName.of(leaf).filter(operator::equals).isPresent(), null),
                    security.context(Set.of(PeerRole.OPERATOR)));
            StandInCoordinator coordinator = new StandInCoordinator(job, Long.parseLong(labels.get(EPOCH)));
            return new Served(coordinator, CoordinatorHttpServer.start(endpoint, coordinator, HttpLimits.STANDARD));
        } catch (IOException | RuntimeException e) {
            System.out.println("no stand-in for " + pod.getMetadata().getName() + ": " + e.getMessage());
            return null;
        }
    }

    private IdentityFiles identity(String job) throws IOException {
        Secret secret = client.secrets()
                .inNamespace(namespace)
                .withName(job + "-coordinator-tls")
                .require();
        Path files = Files.createDirectories(folder.resolve(job));
        for (String file : FILES) {
            Files.write(
                    files.resolve(file),
                    Base64.getDecoder().decode(secret.getData().get(file)));
        }
        return new IdentityFiles(files);
    }

    @Override
    public void close() {
        pods.close();
        openers.shutdown();
        try {
            if (!openers.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("stand-ins are still being opened");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        byPod.values().parallelStream().forEach(served -> served.server.close());
        byPod.clear();
    }
}
