package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** By what the entries of this list of a pod are told apart; null if by their order alone. */
    static @Nullable String key(String list) {
        List<String> keys = MERGE_KEYS.get(list);
        return keys == null ? null : keys.getFirst();
    }

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

    /** Where theirs is of another type than ours, ours counts: such a template was refused before (K20), but its store can be cleared (K10). */
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

    /** None of theirs is lost: of entries with one key in the template, one is merged with ours, and the API server judges the others. */
    private static ArrayNode list(List<String> keys, ArrayNode template, ArrayNode ours) {
        List<JsonNode> theirs = new ArrayList<>();
        template.forEach(theirs::add);
        ArrayNode merged = template.arrayNode();
        // Ours come first: the main container is the first that kubectl shows.
        for (JsonNode mine : ours) {
            List<String> key = key(keys, mine);
            JsonNode under = theirs.stream()
                    .filter(entry -> key(keys, entry).equals(key))
                    .findFirst()
                    .orElse(null);
            theirs.remove(under);
            merged.add(
                    under instanceof ObjectNode base && mine instanceof ObjectNode over
                            ? merge(base, over)
                            : mine.deepCopy());
        }
        theirs.forEach(entry -> merged.add(entry.deepCopy()));
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
