package dev.loopkeeper.launcher.store;

import dev.loopkeeper.crds.v1alpha1.ConditionalWrites;
import dev.loopkeeper.crds.v1alpha1.StoreSpec;
import dev.loopkeeper.engine.store.StoreException;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.workdir.WorkDirectory;
import dev.loopkeeper.storage.EtagForm;
import dev.loopkeeper.storage.S3Settings;
import dev.loopkeeper.storage.S3Timeouts;
import dev.loopkeeper.storage.StoreAbilities;
import dev.loopkeeper.storage.StoreProbe;
import dev.loopkeeper.storage.embedded.EmbeddedS3Server;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of a run: the one that the job file names, or the embedded server, which ends with this object. */
public final class JobStore implements AutoCloseable {

    /** The bucket of the embedded server. */
    public static final String EMBEDDED_BUCKET = "loopkeeper";

    /** What a work directory's record calls the embedded store. */
    private static final String EMBEDDED = "embedded";

    /** A store that cannot be reached within this time is told to the user rather than waited for. */
    private static final S3Timeouts PROBE_TIMEOUTS =
            new S3Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(10));

    private final StoreConfig config;
    private final Optional<String> warning;
    private final @Nullable EmbeddedS3Server server;

    private JobStore(StoreConfig config, Optional<String> warning, @Nullable EmbeddedS3Server server) {
        this.config = config;
        this.warning = warning;
        this.server = server;
    }

    /** What a work directory's record calls the store of a job. */
    public static String describe(@Nullable StoreSpec spec) {
        return spec == null
                ? EMBEDDED
                : spec.endpoint() + " s3://" + spec.bucket() + (spec.prefix() == null ? "" : "/" + spec.prefix());
    }

    /**
     * Opens the store of a job and tries it out.
     *
     * @param spec what the job file says; null for the embedded server
     * @param folder the job's own, behind the prefix of the job file; ends with a slash
     * @throws BadInputException if it cannot be used: out of reach, no bucket, wrong keys, or without conditional writes
     */
    public static JobStore open(
            @Nullable StoreSpec spec, String folder, WorkDirectory directory, Map<String, String> environment)
            throws BadInputException {
        if (spec == null) {
            return embedded(folder, directory);
        }
        S3Settings settings = settings(spec, environment);
        StoreAbilities abilities = probe(settings.withTimeouts(PROBE_TIMEOUTS));
        Optional<String> lack = abilities.lack();
        if (lack.isPresent() && spec.conditionalWrites() == ConditionalWrites.REQUIRED) {
            throw new BadInputException("the store at " + spec.endpoint() + " " + lack.get()
                    + "; use another store, or accept that with spec.snapshots.store.conditionalWrites: Off");
        }
        return new JobStore(
                StoreConfig.of(settings, folder, abilities.etagForm(), lack.isEmpty()),
                lack.map(what -> "the store at " + spec.endpoint() + " " + what + " (conditionalWrites: Off)"),
                null);
    }

    private static S3Settings settings(StoreSpec spec, Map<String, String> environment) throws BadInputException {
        try {
            S3Settings settings = new S3Settings(
                    URI.create(spec.endpoint()),
                    spec.bucket(),
                    spec.prefix() == null ? "" : spec.prefix(),
                    StoreKeys.find("the store at " + spec.endpoint(), environment));
            return spec.region() == null ? settings : settings.withRegion(spec.region());
        } catch (IllegalArgumentException e) {
            throw new BadInputException("spec.snapshots.store: " + e.getMessage(), e);
        }
    }

    private static StoreAbilities probe(S3Settings settings) throws BadInputException {
        try {
            return StoreProbe.probe(settings);
        } catch (StoreException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static JobStore embedded(String folder, WorkDirectory directory) throws BadInputException {
        try {
            EmbeddedS3Server server =
                    EmbeddedS3Server.start(directory.storeFolder(), 0, directory.storeKeys(), EMBEDDED_BUCKET);
            // Known to do all that is needed, so it is not probed.
            return new JobStore(
                    StoreConfig.of(server.settings(""), folder, EtagForm.QUOTED, true), Optional.empty(), server);
        } catch (IOException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    public StoreConfig config() {
        return config;
    }

    /** What people should know of the store, in one line. */
    public Optional<String> warning() {
        return warning;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
