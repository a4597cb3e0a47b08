package dev.loopkeeper.operator.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The chart as tests render it, without a cluster. */
public final class Chart {

    static final Path FOLDER = Path.of("../helm/loopkeeper").toAbsolutePath().normalize();
    static final Path DEFINITION = FOLDER.resolve("templates/iterativejobs.yaml");

    private static final String RELEASE = "loopkeeper";
    private static final String NAMESPACE = "loopkeeper-system";
    private static final String KUBERNETES = "1.29.0";

    private Chart() {}

    static Helm helm() {
        return new Helm(FOLDER);
    }

    /** Everything that these values, as YAML, make. */
    public static List<HasMetadata> render(String values) {
        return read(template(values));
    }

    /** The same with what {@code helm test} makes, which is left out where a chart is only rendered. */
    static List<HasMetadata> renderWithTests(String values, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(FOLDER.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace("helm.sh/hook", "example/hook"));
            }
        }
        return read(template(RELEASE, values, folder, KUBERNETES));
    }

    private static List<HasMetadata> read(String text) {
        List<HasMetadata> objects = new ArrayList<>();
        KubernetesSerialization serialization = new KubernetesSerialization();
        for (String document : text.split("(?m)^---\\s*$", -1)) {
            if (document.lines().anyMatch(line -> line.startsWith("kind:"))) {
                Object read =
                        serialization.unmarshal(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
                if (read instanceof Collection<?> several) {
                    several.forEach(one -> objects.add((HasMetadata) one));
                } else {
                    objects.add((HasMetadata) read);
                }
            }
        }
        return objects;
    }

    /** The same under another release's name. */
    static List<HasMetadata> render(String release, String values) {
        return read(template(release, values, FOLDER, KUBERNETES));
    }

    /** What Helm says after an installation with these settings, each {@code name=value}. */
    static String notes(String... settings) {
        InstallCommand install = helm().install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .clientOnly()
                .dryRun();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            install.set(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return install.call().getOutput();
    }

    static String template(String values) {
        return template(RELEASE, values, FOLDER, KUBERNETES);
    }

    /** Everything that is made without a cluster where Helm assumes this version of Kubernetes. */
    static List<HasMetadata> renderFor(String kubernetes) {
        return read(template(RELEASE, "", FOLDER, kubernetes));
    }

    /** Tries an installation on the cluster of this kubeconfig, of which nothing stays. */
    static void tryInstallation(String kubeconfig) {
        helm().install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfigContents(kubeconfig)
                .dryRun()
                .call();
    }

    private static String template(String release, String values, Path folder, String kubernetes) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return new Helm(folder)
                        .template()
                        .withName(release)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(kubernetes)
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first of this kind and name. */
    public static <T extends HasMetadata> T find(List<HasMetadata> objects, Class<T> type, String name) {
        return objects.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name + " among "
                        + objects.stream()
                                .map(object -> object.getKind() + " "
                                        + object.getMetadata().getName())
                                .toList()));
    }
}
