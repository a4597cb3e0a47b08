package dev.loopkeeper.e2e.store;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads what lies in a bucket. */
public final class BucketReader {

    private static final int ATTEMPTS = 5;

    private final MinioClient store;
    private final String bucket;

    public BucketReader(MinioClient store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    /** The keys below this. */
    public List<String> keys(String prefix) throws Exception {
        return again(() -> {
            List<String> keys = new ArrayList<>();
            for (Result<Item> result : store.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .build())) {
                keys.add(result.get().objectName());
            }
            return keys;
        });
    }

    /** All lines of all objects below this. */
    public List<String> lines(String prefix) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String key : keys(prefix)) {
            lines.addAll(again(() -> object(key)));
        }
        return lines;
    }

    private List<String> object(String key) throws Exception {
        try (InputStream object = store.getObject(
                GetObjectArgs.builder().bucket(bucket).object(key).build())) {
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
}
