package dev.loopkeeper.crds.read;

import dev.loopkeeper.crds.read.YamlNode.Field;
import dev.loopkeeper.crds.read.YamlNode.Mapping;
import dev.loopkeeper.crds.read.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows what of a job file only a cluster can do. */
final class LocalRun {

    private static final Map<String, String> ONLY_ON_KUBERNETES = onlyOnKubernetes();

    private LocalRun() {}

    /** The settings that the file has and a local run ignores, in a fixed order. */
    static List<IgnoredSetting> ignored(YamlNode job) {
        return ONLY_ON_KUBERNETES.entrySet().stream()
                .filter(entry -> find(job, entry.getKey()) != null)
                .map(entry -> new IgnoredSetting(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static @Nullable YamlNode find(YamlNode root, String path) {
        YamlNode node = root;
        for (String name : path.split("\\.", -1)) {
            YamlNode next = null;
            if (node instanceof Mapping mapping) {
                for (Field field : mapping.fields()) {
                    next = field.name().equals(name) ? field.value() : next;
                }
            }
            boolean isNothing = next instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NOTHING;
            if (next == null || isNothing) {
                return null;
            }
            node = next;
        }
        return node;
    }

    private static Map<String, String> onlyOnKubernetes() {
        String noPods = "a local run has processes, not pods";
        String noOperator = "nothing watches the file for changes";
        String noSecrets = "a local run reads no Secrets";
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("spec.image", noPods);
        paths.put("spec.program.jar.credentials", noSecrets);
        paths.put("spec.suspend", noOperator);
        paths.put("spec.restartToken", noOperator);
        paths.put("spec.snapshotToken", noOperator);
        paths.put("spec.ttlSecondsAfterFinished", "there is no resource to delete");
        paths.put("spec.workers.cpu", "processes share the machine");
        paths.put("spec.workers.template", noPods);
        paths.put("spec.coordinator.cpu", "processes share the machine");
        paths.put("spec.coordinator.template", noPods);
        paths.put("spec.snapshots.onDelete", "there is no resource to delete");
        paths.put("spec.snapshots.store.credentials", noSecrets);
        paths.put("spec.snapshots.store.tls", noSecrets);
        paths.put("status", "it is what the operator writes");
        return paths;
    }
}
