package dev.loopkeeper.e2e;

import dev.loopkeeper.e2e.cluster.PortForward;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;

/** The bucket of the chart's store for a first try. */
final class Bucket implements AutoCloseable {

    static final String NAME = "loopkeeper";
    static final String SECRET = "loopkeeper-dev-store";

    private static final int PORT = 9000;
    private static final int ATTEMPTS = 5;

    private final PortForward forward;
    private final MinioClient store;

    private Bucket(PortForward forward, MinioClient store) {
        this.forward = forward;
        this.store = store;
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
        return again(() -> {
            List<String> keys = new ArrayList<>();
            for (Result<Item> result : store.listObjects(ListObjectsArgs.builder()
                    .bucket(NAME)
                    .prefix(prefix)
                    .recursive(true)
                    .build())) {
                keys.add(result.get().objectName());
            }
            return keys;
        });
    }

    /** All lines of all objects below this. */
    List<String> lines(String prefix) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String key : keys(prefix)) {
            lines.addAll(again(() -> object(key)));
        }
        return lines;
    }

    private List<String> object(String key) throws Exception {
        try (InputStream object =
                store.getObject(GetObjectArgs.builder().bucket(NAME).object(key).build())) {
            return new String(object.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** A forwarded port loses connections now and then. */
    private static <T> T again(Callable<T> request) throws Exception {
        Exception last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return request.call();
            } catch (IOException | MinioException e) {
                last = e;
            }
        }
        throw last;
    }

    @Override
    public void close() {
        forward.close();
    }
}
