package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.loopkeeper.crds.v1alpha1.ReservedInPods;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a pod template must not say (K20), because it is said elsewhere or would break the job. The definition leaves templates unchecked. */
final class TemplateChecks {

    private final Problems problems;
    private final Map<String, Integer> lines;

    TemplateChecks(Problems problems, Map<String, Integer> lines) {
        this.problems = problems;
        this.lines = lines;
    }

    void check(JsonNode job) {
        check(job, "workers", ReservedInPods.WORKER_CONTAINER);
        check(job, "coordinator", ReservedInPods.COORDINATOR_CONTAINER);
    }

    private void check(JsonNode job, String part, String main) {
        JsonNode template = job.path("spec").path(part).path("template");
        if (template.isObject()) {
            String path = "spec." + part + ".template";
            checkMetadata(template.path("metadata"), path + ".metadata");
            checkPod(template.path("spec"), path + ".spec", "spec." + part, main);
        }
    }

    private void checkMetadata(JsonNode metadata, String path) {
        for (String kind : List.of("labels", "annotations")) {
            metadata.path(kind).fieldNames().forEachRemaining(name -> {
                if (name.startsWith(ReservedInPods.METADATA_PREFIX)) {
                    refuse(
                            SchemaReader.child(path + "." + kind, name),
                            kind + " of loopkeeper.dev are set by the operator");
                }
            });
        }
        for (String name : List.of("name", "generateName", "namespace", "ownerReferences", "finalizers")) {
            if (metadata.has(name)) {
                refuse(path + "." + name, "is set by the operator");
            }
        }
    }

    private void checkPod(JsonNode pod, String path, String part, String main) {
        if (pod.has("restartPolicy")) {
            // K8: who is alive is the heartbeat's business, so pods never restart in place.
            refuse(path + ".restartPolicy", "cannot be set: pods are replaced, not restarted in place");
        }
        checkFixed(pod, ReservedInPods.FIXED_IN_POD, path);
        checkEach(
                list(pod, "volumes"), path + ".volumes", "name", name -> name.startsWith(ReservedInPods.VOLUME_PREFIX));
        checkPorts(pod, path, "initContainers");
        checkPorts(pod, path, "containers");
        JsonNode containers = list(pod, "containers");
        for (int i = 0; i < containers.size(); i++) {
            if (containers.get(i).path("name").asText().equals(main)) {
                checkMainContainer(containers.get(i), path + ".containers[" + i + "]", part);
            }
        }
    }

    private void checkMainContainer(JsonNode container, String path, String part) {
        checkEach(
                list(container, "env"),
                path + ".env",
                "name",
                name -> name.startsWith(ReservedInPods.ENVIRONMENT_PREFIX));
        checkEach(list(container, "volumeMounts"), path + ".volumeMounts", "mountPath", ReservedInPods::isMountPath);
        for (String name : List.of("args", "livenessProbe", "startupProbe", "terminationMessagePath")) {
            if (container.has(name)) {
                refuse(path + "." + name, "is set by the operator");
            }
        }
        checkFixed(container, ReservedInPods.FIXED_IN_MAIN_CONTAINER, path);
        if (container.has("image")) {
            refuse(path + ".image", "cannot be set here; set spec.image");
        }
        for (String kind : List.of("requests", "limits")) {
            for (String resource : List.of("memory", "cpu")) {
                if (container.path("resources").path(kind).has(resource)) {
                    refuse(
                            path + ".resources." + kind + "." + resource,
                            "cannot be set here; set " + part + "." + resource);
                }
            }
        }
    }

    /** Only another value than ours is refused: that one would be lost. */
    private void checkFixed(JsonNode place, Map<String, Object> fixed, String path) {
        new TreeMap<>(fixed).forEach((name, ours) -> {
            JsonNode value = place.at("/" + name.replace('.', '/'));
            boolean judged = problems.touch(path + "." + name);
            if (!judged && !value.isMissingNode() && !value.asText().equals(ours.toString())) {
                refuse(path + "." + name, "cannot be changed: it is " + ours + " in every pod of a job");
            }
        });
    }

    /** The containers of a pod share its ports, those that start first and stay among them. */
    private void checkPorts(JsonNode pod, String path, String kind) {
        JsonNode containers = list(pod, kind);
        for (int i = 0; i < containers.size(); i++) {
            JsonNode ports = list(containers.get(i), "ports");
            for (int k = 0; k < ports.size(); k++) {
                if (ReservedInPods.isPort(ports.get(k).path("containerPort").asInt())) {
                    refuse(
                            path + "." + kind + "[" + i + "].ports[" + k + "].containerPort",
                            "is a port of the job's own; take another");
                }
            }
        }
    }

    private void checkEach(JsonNode list, String path, String field, Predicate<String> ours) {
        for (int i = 0; i < list.size(); i++) {
            String value = list.get(i).path(field).asText();
            if (ours.test(value)) {
                refuse(path + "[" + i + "]." + field, "\"" + value + "\" is the operator's own; take another");
            }
        }
    }

    /** One that is no list has been refused for that. */
    private static JsonNode list(JsonNode place, String field) {
        JsonNode list = place.path(field);
        return list.isArray() ? list : MissingNode.getInstance();
    }

    private void refuse(String path, String message) {
        problems.add(path, lines.getOrDefault(path, 0), message);
    }
}
