package dev.loopkeeper.e2e.identity;

import dev.loopkeeper.storage.S3Credentials;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A store on this machine, and the service that gives keys for it to one service account. */
public final class AccessByIdentity implements AutoCloseable {

    public static final String BUCKET = "by-identity";
    /** How long the keys are good. */
    public static final Duration LIFE = Sessions.LIFE;

    private static final int ANY_PORT = 9;
    private static final Duration PROBE = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final S3Credentials keys;
    private final SessionStore store;
    private final TokenService tokens;

    private AccessByIdentity(KubernetesClient client, S3Credentials keys, SessionStore store, TokenService tokens) {
        this.client = client;
        this.keys = keys;
        this.store = store;
        this.tokens = tokens;
    }

    /**
     * Starts both, at the address that this machine has for the cluster's nodes.
     *
     * @param folder for what the store holds
     * @param trusted as {@code system:serviceaccount:namespace:name}
     */
    public static AccessByIdentity open(KubernetesClient client, Path folder, String trusted) throws IOException {
        InetAddress address = addressForNodes(client);
        // The server behind the gate lets session tokens pass, whichever they are.
        S3Credentials random = S3Credentials.random();
        S3Credentials keys = new S3Credentials(random.accessKey(), random.secretKey(), Optional.of("any"));
        Sessions sessions = new Sessions();
        SessionStore store = new SessionStore(address, folder, keys, BUCKET, sessions);
        return new AccessByIdentity(client, keys, store, new TokenService(client, address, trusted, keys, sessions));
    }

    private static InetAddress addressForNodes(KubernetesClient client) throws IOException {
        String node = client.nodes().list().getItems().stream()
                .flatMap(each -> each.getStatus().getAddresses().stream())
                .filter(address -> address.getType().equals("InternalIP"))
                .map(NodeAddress::getAddress)
                .findFirst()
                .orElseThrow();
        try (DatagramSocket socket = new DatagramSocket()) {
            // Sends nothing.
            socket.connect(InetAddress.getByName(node), ANY_PORT);
            return socket.getLocalAddress();
        }
    }

    public URI endpoint() {
        return store.address();
    }

    public TokenService tokens() {
        return tokens;
    }

    /** How many requests the store got with keys that had expired. */
    public int late() {
        return store.late();
    }

    /** What a Secret must not hold. */
    public List<String> secrets() {
        return List.of(keys.accessKey(), keys.secretKey());
    }

    /** The keys of the store's objects below this. */
    public List<String> keys(String prefix) throws Exception {
        return store.reader().keys(prefix);
    }

    /** All lines of all objects below this. */
    public List<String> lines(String prefix) throws Exception {
        return store.reader().lines(prefix);
    }

    /**
     * Whether the pods of a namespace reach this machine: one tries it.
     *
     * @param image of workers
     */
    public boolean reachedFrom(String namespace, String image) throws InterruptedException {
        HasMetadata probe = client.resource("""
                apiVersion: v1
                kind: Pod
                metadata: {generateName: reach-, namespace: %s}
                spec:
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  terminationGracePeriodSeconds: 0
                  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: probe
                    image: %s
                    args: [snapshots, list, "s3://%s/none", --endpoint, "%s", --region, us-east-1]
                    env: [{name: AWS_ACCESS_KEY_ID, value: nobody}, {name: AWS_SECRET_ACCESS_KEY, value: nothing-at-all}]
                    resources: {limits: {memory: 384Mi}, requests: {cpu: 20m}}
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """.formatted(namespace, image, BUCKET, endpoint()))
                .create();
        try {
            return store.asked().await(PROBE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            client.resource(probe).delete();
        }
    }

    @Override
    public void close() {
        tokens.close();
        store.close();
    }
}
