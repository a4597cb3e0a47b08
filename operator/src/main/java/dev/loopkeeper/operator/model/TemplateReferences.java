package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.PodTemplate;
import dev.loopkeeper.operator.observe.Component;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets and ConfigMaps that a job's pod templates name (K11): a node starts no container without them, and its words for that come late. What is
 * optional is left out, and the job's own, which are made later.
 */
public final class TemplateReferences {

    public static final String SECRET = "Secret";

    private static final String CONFIG_MAP = "ConfigMap";

    /** A field without a value is one that was not given; a list with nothing in a place is no pod's. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.SKIP, Nulls.FAIL))
            .build();

    private final JobIdentity job;
    private final Component pod;
    private final String path;
    private final List<Reference> found = new ArrayList<>();

    /**
     * What a template names.
     *
     * @param path the field
     * @param keys those that are needed
     * @param bars the pods that do not start without it; none where their nodes make do
     */
    public record Reference(String path, String kind, String name, List<String> keys, Set<Component> bars) {

        public Reference {
            keys = List.copyOf(keys);
            bars = Set.copyOf(bars);
        }
    }

    private TemplateReferences(JobIdentity job, Component pod, String path) {
        this.job = job;
        this.pod = pod;
        this.path = path;
    }

    /** Those of the coordinator's and the workers' templates. */
    public static List<Reference> of(JobIdentity job, IterativeJobSpec spec) {
        return Stream.of(
                        new TemplateReferences(job, Component.COORDINATOR, "spec.coordinator.template.spec.")
                                .in(spec.coordinator().template()),
                        new TemplateReferences(job, Component.WORKER, "spec.workers.template.spec.")
                                .in(spec.workers().template()))
                .flatMap(List::stream)
                .toList();
    }

    private List<Reference> in(@Nullable PodTemplate template) {
        if (template == null || template.spec() == null) {
            return List.of();
        }
        PodSpec spec;
        try {
            spec = MAPPER.convertValue(template.spec(), PodSpec.class);
        } catch (IllegalArgumentException _) {
            // It is no pod, which is told of its own.
            return List.of();
        }
        spec.getImagePullSecrets()
                .forEach(secret -> add(SECRET, secret.getName(), "imagePullSecrets", List.of(), false, Set.of()));
        if (spec.getVolumes().stream().noneMatch(volume -> volume.getCsi() != null)) {
            // A driver may make what is named beside it, when the first pod comes.
            inContainers("initContainers", spec.getInitContainers());
            inContainers("containers", spec.getContainers());
            inVolumes(spec);
        }
        return found;
    }

    private void inContainers(String list, List<Container> containers) {
        for (Container container : containers) {
            String at = list + "[" + container.getName() + "].";
            container.getEnv().forEach(variable -> {
                if (variable.getValueFrom() != null) {
                    inVariable(at + "env[" + variable.getName() + "]", variable.getValueFrom());
                }
            });
            container.getEnvFrom().forEach(source -> {
                var secret = source.getSecretRef();
                if (secret != null) {
                    add(SECRET, secret.getName(), at + "envFrom", List.of(), secret.getOptional());
                }
                var configMap = source.getConfigMapRef();
                if (configMap != null) {
                    add(CONFIG_MAP, configMap.getName(), at + "envFrom", List.of(), configMap.getOptional());
                }
            });
        }
    }

    private void inVariable(String at, EnvVarSource source) {
        var secret = source.getSecretKeyRef();
        if (secret != null) {
            add(SECRET, secret.getName(), at, key(secret.getKey()), secret.getOptional());
        }
        var configMap = source.getConfigMapKeyRef();
        if (configMap != null) {
            add(CONFIG_MAP, configMap.getName(), at, key(configMap.getKey()), configMap.getOptional());
        }
    }

    private static List<String> key(@Nullable String key) {
        return key == null ? List.of() : List.of(key);
    }

    /** Nodes do without volumes that no container mounts. */
    private void inVolumes(PodSpec spec) {
        Set<String> mounted = Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .flatMap(container -> container.getVolumeMounts().stream())
                .map(VolumeMount::getName)
                .collect(Collectors.toSet());
        spec.getVolumes().stream()
                .filter(volume -> mounted.contains(volume.getName()))
                .forEach(this::inVolume);
    }

    private void inVolume(Volume volume) {
        String at = "volumes[" + volume.getName() + "]";
        var secret = volume.getSecret();
        if (secret != null) {
            add(SECRET, secret.getSecretName(), at, keys(secret.getItems()), secret.getOptional());
        }
        var configMap = volume.getConfigMap();
        if (configMap != null) {
            add(CONFIG_MAP, configMap.getName(), at, keys(configMap.getItems()), configMap.getOptional());
        }
        if (volume.getProjected() != null) {
            volume.getProjected().getSources().forEach(source -> {
                var part = source.getSecret();
                if (part != null) {
                    add(SECRET, part.getName(), at, keys(part.getItems()), part.getOptional());
                }
                var configPart = source.getConfigMap();
                if (configPart != null) {
                    add(CONFIG_MAP, configPart.getName(), at, keys(configPart.getItems()), configPart.getOptional());
                }
            });
        }
    }

    private static List<String> keys(List<KeyToPath> items) {
        return items.stream().map(KeyToPath::getKey).toList();
    }

    private void add(String kind, @Nullable String name, String at, List<String> keys, @Nullable Boolean optional) {
        add(kind, name, at, keys, Boolean.TRUE.equals(optional), Set.of(pod));
    }

    private void add(
            String kind, @Nullable String name, String at, List<String> keys, boolean optional, Set<Component> bars) {
        if (name != null && !name.isBlank() && !optional && !job.isOwn(name)) {
            found.add(new Reference(path + at, kind, name, keys, bars));
        }
    }
}
