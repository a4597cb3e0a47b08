package dev.loopkeeper.launcher.snapshots;

import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.child.ChildConfig;
import dev.loopkeeper.launcher.store.JobStore;
import dev.loopkeeper.launcher.store.StoreKeys;
import dev.loopkeeper.launcher.workdir.JobRecord;
import dev.loopkeeper.launcher.workdir.WorkDirectory;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.S3Timeouts;
import dev.loopkeeper.storage.S3Uri;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A store to look into: one that is named by an address, or the one of a work directory, whose embedded server is started if it does not run. */
public final class OpenedStore implements AutoCloseable {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
    private static final S3Timeouts TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(20));

    private final S3Settings settings;
    private final @Nullable EmbeddedS3Server server;
    private final @Nullable WorkDirectory directory;

    private OpenedStore(S3Settings settings, @Nullable EmbeddedS3Server server, @Nullable WorkDirectory directory) {
        this.settings = settings.withTimeouts(TIMEOUTS);
        this.server = server;
        this.directory = directory;
    }

    /**
     * Opens a store.
     *
     * @param address {@code s3://bucket/prefix}, or the path of a work directory
     * @param endpoint of an {@code s3://} address; null for what the environment says
     * @param region null for what the environment says, or the usual one
     * @throws BadInputException if it cannot be opened
     */
    public static OpenedStore open(
            String address, @Nullable String endpoint, @Nullable String region, Map<String, String> environment)
            throws BadInputException, IOException {
        return S3Uri.claims(address)
                ? new OpenedStore(settings(address, endpoint, region, environment), null, null)
                : workDirectory(path(address));
    }

    private static S3Settings settings(
            String address, @Nullable String endpoint, @Nullable String region, Map<String, String> environment)
            throws BadInputException {
        S3Uri place = place(address);
        String found = endpoint != null
                ? endpoint
                : environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.getOrDefault("AWS_ENDPOINT_URL", ""));
        if (found.isBlank()) {
            throw new BadInputException("where is " + address
                    + "? Give --endpoint with the address of the S3 service, or set AWS_ENDPOINT_URL");
        }
        try {
            S3Settings settings = new S3Settings(
                    URI.create(found), place.bucket(), place.key(), StoreKeys.find(address, environment));
            String named = region != null ? region : environment.get("AWS_REGION");
            return named == null ? settings : settings.withRegion(named);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(address + ": " + e.getMessage(), e);
        }
    }

    private static S3Uri place(String address) throws BadInputException {
        try {
            return S3Uri.parse(address);
        } catch (IOException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }

    private static Path path(String address) throws BadInputException {
        if (address.isBlank() || SCHEME.matcher(address).lookingAt() && !address.startsWith("file:")) {
            throw new BadInputException(
                    "\"" + address + "\" is neither an address such as s3://bucket/prefix nor the path of a work dir");
        }
        try {
            return address.startsWith("file:") ? Path.of(URI.create(address)) : Path.of(address);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "\"" + address + "\" is neither an address such as s3://bucket/prefix nor the path of a work dir",
                    e);
        }
    }

    private static OpenedStore workDirectory(Path path) throws BadInputException, IOException {
        if (!Files.isDirectory(path)) {
            throw new BadInputException(
                    "there is no work dir " + path + "; give one, or an address such as s3://bucket/prefix");
        }
        if (!WorkDirectory.isWorkDirectory(path)) {
            throw new BadInputException(path + " is no work dir of a run");
        }
        Optional<WorkDirectory> opened = WorkDirectory.openIfFree(path);
        if (opened.isEmpty()) {
            // A run uses it, and its server answers.
            return new OpenedStore(
                    ChildConfig.read(WorkDirectory.childConfig(path)).store().settings(), null, null);
        }
        WorkDirectory directory = opened.get();
        try {
            JobRecord record = directory.record().orElseThrow();
            if (!record.store().equals(JobStore.describe(null))) {
                S3Settings settings =
                        ChildConfig.read(directory.childConfig()).store().settings();
                return new OpenedStore(settings, null, directory);
            }
            EmbeddedS3Server server =
                    EmbeddedS3Server.start(directory.storeFolder(), 0, directory.storeKeys(), JobStore.EMBEDDED_BUCKET);
            return new OpenedStore(server.settings(""), server, directory);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** How to reach it; the prefix is that of the address. */
    public S3Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (directory != null) {
            directory.close();
        }
    }
}
