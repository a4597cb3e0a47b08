package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What of our own a pod template must not set (K20): each with its path. What Kubernetes itself refuses, the dry run tells. */
public final class TemplateProblems {

    private static final String OURS = "loopkeeper.dev/";
    private static final Set<Integer> PORTS =
            Set.of(Ports.COORDINATOR_HTTPS, Ports.COORDINATOR_CONTROL, Ports.WORKER_DATA);

    private final List<String> problems = new ArrayList<>();
    private final String root;
    private final String main;

    private TemplateProblems(String field, String main) {
        this.root = "spec." + field + ".template";
        this.main = main;
    }

    /** All problems of both templates; empty if there are none. */
    public static List<String> of(IterativeJobSpec spec) {
        List<String> all = new ArrayList<>();
        all.addAll(check(spec.workers().template(), "workers", "worker"));
        all.addAll(check(spec.coordinator().template(), "coordinator", "coordinator"));
        return all;
    }

    private static List<String> check(@Nullable PodTemplate template, String field, String main) {
        if (template == null) {
            return List.of();
        }
        TemplateProblems found = new TemplateProblems(field, main);
        if (template.metadata() != null) {
            found.metadata(template.metadata());
        }
        if (template.spec() != null) {
            found.pod(template.spec());
        }
        return found.problems;
    }

    private void metadata(JsonNode metadata) {
        for (String kind : List.of("labels", "annotations")) {
            metadata.path(kind).fieldNames().forEachRemaining(name -> {
                if (name.startsWith(OURS)) {
                    refuse("metadata." + kind + "[" + name + "]", "is set by the operator");
                }
            });
        }
        for (String name : List.of("name", "generateName", "namespace", "ownerReferences", "finalizers")) {
            if (metadata.has(name)) {
                refuse("metadata." + name, "is set by the operator");
            }
        }
    }

    private void pod(JsonNode pod) {
        if (pod.has("restartPolicy")) {
            refuse("spec.restartPolicy", "cannot be set: pods are replaced, not restarted in place");
        }
        each(pod.path("volumes"), "spec.volumes", "name", name -> name.startsWith("loopkeeper-"));
        JsonNode containers = pod.path("containers");
        for (int i = 0; i < containers.size(); i++) {
            String path = "spec.containers[" + i + "]";
            JsonNode container = containers.get(i);
            if (container.path("name").asText().equals(main)) {
                mainContainer(container, path);
            } else {
                ports(container, path);
            }
        }
    }

    private void mainContainer(JsonNode container, String path) {
        each(container.path("env"), path + ".env", "name", name -> name.startsWith("LOOPKEEPER_"));
        each(container.path("volumeMounts"), path + ".volumeMounts", "mountPath", TemplateProblems::ourPath);
        ports(container, path);
        for (String name : List.of("image", "args", "livenessProbe", "startupProbe", "terminationMessagePath")) {
            if (container.has(name)) {
                refuse(
                        path + "." + name,
                        name.equals("image") ? "cannot be set here; set spec.image" : "is set by the operator");
            }
        }
        for (String kind : List.of("requests", "limits")) {
            for (String resource : List.of("memory", "cpu")) {
                if (container.path("resources").path(kind).has(resource)) {
                    refuse(
                            path + ".resources." + kind + "." + resource,
                            "cannot be set here; set " + root.replace(".template", "." + resource));
                }
            }
        }
    }

    private static boolean ourPath(String path) {
        return path.equals(Mounts.TEMPORARY) || path.startsWith(Mounts.ROOT) || path.startsWith(Mounts.WORK);
    }

    private void ports(JsonNode container, String path) {
        JsonNode ports = container.path("ports");
        for (int i = 0; i < ports.size(); i++) {
            if (PORTS.contains(ports.get(i).path("containerPort").asInt())) {
                refuse(path + ".ports[" + i + "]", "is a port of the job's own");
            }
        }
    }

    private void each(JsonNode list, String path, String key, Predicate<String> ours) {
        for (int i = 0; i < list.size(); i++) {
            String value = list.get(i).path(key).asText();
            if (ours.test(value)) {
                refuse(path + "[" + i + "]." + key, "\"" + value + "\" is the operator's own");
            }
        }
    }

    private void refuse(String path, String message) {
        problems.add(root + "." + path + ": " + message);
    }
}
