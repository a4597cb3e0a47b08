package dev.loopkeeper.launcher.training;

import dev.loopkeeper.engine.security.JobName;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerRole;
import dev.loopkeeper.storage.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The files that the operator mounts into the pods of a job, as its README describes them. */
public final class TrainingPods {

    private static final JobName JOB = new JobName("factory", "laps", "0f1e2d3c");

    private final Path folder;
    private final S3Settings store;
    private final TrainingIdentities identities;

    /** @param folder where the files go */
    public TrainingPods(Path folder, S3Settings store) throws IOException, InterruptedException {
        this.folder = folder;
        this.store = store;
        this.identities = new TrainingIdentities(folder, JOB);
    }

    /**
     * Makes the files of a part.
     *
     * @param controlPort 0 for a coordinator that chooses one
     * @param more properties, which count instead of the usual ones
     * @return the file with its properties
     */
    public Path config(PeerRole role, int controlPort, String className, Map<String, String> more)
            throws IOException, InterruptedException {
        Path credentials = Files.createDirectories(folder.resolve("store"));
        Files.writeString(
                credentials.resolve("accessKeyId"), store.credentials().accessKey());
        Files.writeString(
                credentials.resolve("secretAccessKey"), store.credentials().secretKey() + "\n");
        Path token = Files.writeString(folder.resolve("metrics-token"), "a-token-of-some-length");
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "namespace",
                JOB.namespace(),
                "job",
                JOB.job(),
                "uid",
                JOB.uid(),
                "run",
                "1",
                "class",
                className,
                "parallelism",
                "2",
                "slotsPerWorker",
                "1"));
        properties.putAll(Map.of(
                "snapshotInterval", "200",
                "snapshotTimeout", "5000",
                "retain", "2",
                "tolerableFailures", "10",
                "heartbeatTimeout", "5000",
                "startTimeout", "60000",
                "restoreConcurrency", "4",
                "wholeJob", "false",
                "repeatOutput", "false",
                "restart", "None"));
        properties.putAll(Map.of(
                "store.endpoint", store.endpoint().toString(),
                "store.bucket", store.bucket(),
                "store.prefix", "loops/factory/laps/0f1e2d3c/",
                "store.region", store.region(),
                "store.credentials", credentials.toString(),
                "store.conditionalWrites", "Required"));
        properties.putAll(Map.of(
                "tls",
                identities.files(role).toString(),
                "peer",
                "loopkeeper://factory/laps/0f1e2d3c/",
                "metricsToken",
                token.toString(),
                "httpsPort",
                "0",
                "controlPort",
                Integer.toString(controlPort),
                "dataPort",
                "0",
                "controlAddress",
                "127.0.0.1:" + Math.max(1, controlPort),
                "spillFolder",
                Files.createDirectories(folder.resolve("work")).toString()));
        properties.putAll(more);
        Path file = folder.resolve(role.word() + ".properties");
        try (var text = Files.newBufferedWriter(file)) {
            properties.store(text, null);
        }
        return file;
    }

    /** What a part of this job proves itself with. */
    public JobSecurity part(PeerRole role) throws IOException, InterruptedException {
        return identities.part(role);
    }
}
