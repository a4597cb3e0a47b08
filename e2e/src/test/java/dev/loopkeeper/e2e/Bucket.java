package dev.loopkeeper.e2e;

import dev.loopkeeper.e2e.cluster.PortForward;
import dev.loopkeeper.e2e.store.BucketReader;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The bucket of the chart's store for a first try. */
final class Bucket implements AutoCloseable {

    static final String NAME = "loopkeeper";
    static final String SECRET = "loopkeeper-dev-store";

    private static final int PORT = 9000;

    private final PortForward forward;
    private final MinioClient store;
    private final BucketReader reader;

    private Bucket(PortForward forward, MinioClient store) {
        this.forward = forward;
        this.store = store;
        this.reader = new BucketReader(store, NAME);
    }

    static Bucket open(KubernetesClient client, Path kubeconfig, String namespace) {
        PortForward forward = PortForward.open(kubeconfig, namespace, "service/loopkeeper-dev-store", PORT);
        Secret secret = client.secrets().inNamespace(namespace).withName(SECRET).get();
        MinioClient store = MinioClient.builder()
                .endpoint("http://127.0.0.1:" + forward.port())
                .credentials(text(secret, "accessKeyId"), text(secret, "secretAccessKey"))
                .region("us-east-1")
                .build();
        return new Bucket(forward, store);
    }

    private static String text(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    void upload(Path file, String key) throws Exception {
        store.uploadObject(UploadObjectArgs.builder()
                .bucket(NAME)
                .object(key)
                .filename(file.toString())
                .build());
    }

    /** Makes another bucket in the same store. */
    void create(String bucket) throws Exception {
        store.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
    }

    /** The keys below this. */
    List<String> keys(String prefix) throws Exception {
        return reader.keys(prefix);
    }

    /** All lines of all objects below this. */
    List<String> lines(String prefix) throws Exception {
        return reader.lines(prefix);
    }

    @Override
    public void close() {
        forward.close();
    }
}
