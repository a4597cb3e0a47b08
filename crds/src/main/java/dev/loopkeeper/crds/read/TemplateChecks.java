package dev.loopkeeper.crds.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What a pod template must not say (K20), because it is said elsewhere or would break the job. The definition leaves templates unchecked. */
final class TemplateChecks {

    /** The paths of templates with the names of their main containers. */
    private static final Map<String, String> TEMPLATES =
            Map.of("spec.workers.template", "worker", "spec.coordinator.template", "coordinator");

    private final Problems problems;
    private final Map<String, Integer> lines;

    TemplateChecks(Problems problems, Map<String, Integer> lines) {
        this.problems = problems;
        this.lines = lines;
    }

    void check(JsonNode job) {
        TEMPLATES.forEach((path, container) -> {
            JsonNode template = job.at("/" + path.replace('.', '/'));
            if (template.isObject()) {
                checkLabels(template.at("/metadata/labels"), path + ".metadata.labels");
                checkPod(template.path("spec"), path + ".spec", path, container);
            }
        });
    }

    private void checkLabels(JsonNode labels, String path) {
        labels.fieldNames().forEachRemaining(label -> {
            if (label.startsWith("loopkeeper.dev/")) {
                refuse(SchemaReader.child(path, label), "labels of loopkeeper.dev are set by the operator");
            }
        });
    }

    private void checkPod(JsonNode pod, String path, String template, String main) {
        if (pod.has("restartPolicy")) {
            // K8: who is alive is the heartbeat's business, so pods never restart in place.
            refuse(path + ".restartPolicy", "cannot be set: pods are replaced, not restarted in place");
        }
        JsonNode containers = pod.path("containers");
        for (int i = 0; i < containers.size(); i++) {
            if (containers.get(i).path("name").asText().equals(main)) {
                checkMainContainer(containers.get(i), path + ".containers[" + i + "]", template);
            }
        }
    }

    private void checkMainContainer(JsonNode container, String path, String template) {
        String place = template.substring(0, template.lastIndexOf('.'));
        for (String kind : List.of("requests", "limits")) {
            for (String resource : List.of("memory", "cpu")) {
                if (container.path("resources").path(kind).has(resource)) {
                    refuse(
                            path + ".resources." + kind + "." + resource,
                            "cannot be set here; set " + place + "." + resource);
                }
            }
        }
    }

    private void refuse(String path, String message) {
        problems.add(path, lines.getOrDefault(path, 0), message);
    }
}
