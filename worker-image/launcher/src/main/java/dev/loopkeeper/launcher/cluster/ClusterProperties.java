package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.security.IdentityFiles;
import dev.loopkeeper.engine.security.JobName;
import dev.loopkeeper.launcher.BadInputException;
import dev.loopkeeper.launcher.child.ChildProperties;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A {@link ClusterConfig} as properties, in a mounted file. */
final class ClusterProperties {

    private static final String NAMESPACE = "namespace";
    private static final String WORKLOAD_IDENTITY = "WorkloadIdentity";

    private final Properties properties;
    private final Map<String, String> environment;

    private ClusterProperties(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /**
     * Reads the file; empty if it is not of a cluster, but a launcher's.
     *
     * @param environment of the process: it says what a pod's identity is good for
     * @throws BadInputException with one line, if it says something that this version cannot do
     * @throws IOException with one line, if it cannot be read or something is missing in it
     */
    static Optional<ClusterConfig> read(Path file, Map<String, String> environment)
            throws BadInputException, IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
            return properties.containsKey(NAMESPACE)
                    ? Optional.of(new ClusterProperties(properties, environment).config())
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + ": " + e.getMessage() + "; operator and image are of versions that do not fit", e);
        }
    }

    private ClusterConfig config() throws BadInputException {
        return new ClusterConfig(
                name(),
                ChildProperties.settings(properties),
                text("class"),
                ChildProperties.parameters(properties),
                number("parallelism"),
                store(),
                jar(),
                new IdentityFiles(Path.of(text("tls"))),
                Path.of(text("metricsToken")),
                number("httpsPort"),
                number("controlPort"),
                number("dataPort"),
                CoordinatorAddress.parse(text("controlAddress")),
                Path.of(text("spillFolder")),
                optional("restoreFrom"));
    }

    private JobName name() {
        return new JobName(text(NAMESPACE), text("job"), text("uid"));
    }

    private ClusterStore store() throws BadInputException {
        return new ClusterStore(
                URI.create(text("store.endpoint")),
                text("store.bucket"),
                text("store.prefix"),
                text("store.region"),
                access("store.credentials", "spec.snapshots.store.credentials"),
                optional("store.ca").map(Path::of),
                !text("store.conditionalWrites").equals("Off"));
    }

    private Optional<JarSource> jar() throws BadInputException {
        Optional<String> uri = optional("jar.uri");
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        Optional<StoreAccess> access = optional("jar.credentials").isPresent()
                ? Optional.of(access("jar.credentials", "spec.program.jar.credentials"))
                : Optional.empty();
        return Optional.of(new JarSource(URI.create(uri.get()), text("jar.sha256"), access));
    }

    private StoreAccess access(String name, String field) throws BadInputException {
        String value = text(name);
        return value.equals(WORKLOAD_IDENTITY)
                ? PodIdentity.of(field, URI.create(text("store.endpoint")), text("store.region"), name(), environment)
                : new CredentialFiles(Path.of(value));
    }

    private Optional<String> optional(String name) {
        return Optional.ofNullable(properties.getProperty(name));
    }

    private String text(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    private int number(String name) {
        return Integer.parseInt(text(name));
    }
}
