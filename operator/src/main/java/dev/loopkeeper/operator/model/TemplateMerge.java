package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pod template merged with ours on top (K20), by the rules of Kubernetes' strategic merge for pods: objects field by field, lists with a merge
 * key entry by entry, other lists and plain values whole.
 */
final class TemplateMerge {

    /** The merge keys of a pod's lists, by the list's field, as Kubernetes' API declares them. */
    private static final Map<String, List<String>> MERGE_KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("ports", List.of("containerPort", "protocol")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")));

    private TemplateMerge() {}

    /** The template with ours over it; neither is changed. */
    static ObjectNode merge(ObjectNode template, ObjectNode ours) {
        ObjectNode merged = template.deepCopy();
        ours.properties().forEach(entry -> {
            String field = entry.getKey();
            JsonNode mine = entry.getValue();
            JsonNode theirs = merged.get(field);
            merged.set(field, theirs == null ? mine.deepCopy() : value(field, theirs, mine));
        });
        return merged;
    }

    private static JsonNode value(String field, JsonNode theirs, JsonNode mine) {
        if (theirs instanceof ObjectNode template && mine instanceof ObjectNode ours) {
            return merge(template, ours);
        }
        List<String> keys = MERGE_KEYS.get(field);
        if (keys != null && theirs instanceof ArrayNode template && mine instanceof ArrayNode ours) {
            return list(keys, template, ours);
        }
        return mine.deepCopy();
    }

    private static ArrayNode list(List<String> keys, ArrayNode template, ArrayNode ours) {
        Map<List<String>, JsonNode> entries = new LinkedHashMap<>();
        ours.forEach(entry -> entries.put(key(keys, entry), entry));
        ArrayNode merged = template.arrayNode();
        // Ours come first: the main container is the first that kubectl shows.
        Map<List<String>, JsonNode> theirs = new LinkedHashMap<>();
        template.forEach(entry -> theirs.put(key(keys, entry), entry));
        entries.forEach((key, mine) -> merged.add(
                theirs.get(key) instanceof ObjectNode under && mine instanceof ObjectNode over
                        ? merge(under, over)
                        : mine.deepCopy()));
        theirs.forEach((key, entry) -> {
            if (!entries.containsKey(key)) {
                merged.add(entry.deepCopy());
            }
        });
        return merged;
    }

    private static List<String> key(List<String> keys, JsonNode entry) {
        return keys.stream()
                .map(key -> key.equals("protocol")
                        ? entry.path(key).asText("TCP")
                        : entry.path(key).asText())
                .toList();
    }
}
