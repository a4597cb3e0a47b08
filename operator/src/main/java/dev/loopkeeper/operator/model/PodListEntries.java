package dev.loopkeeper.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the entries of a pod's lists in what the API server says of it: {@code spec.containers[sidecar].env[MODE]} for
 * {@code spec.containers[1].env[4]}. It counts in the merged pod, where ours come first: whoever wrote the template counts otherwise.
 */
public final class PodListEntries {

    private static final Pattern PATH = Pattern.compile("\\bspec(?:\\.\\w+(?:\\[\\d{1,6}])?)+");
    private static final Pattern STEP = Pattern.compile("\\.(?<field>\\w+)(?:\\[(?<index>\\d{1,6})])?");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PodListEntries() {}

    /** The message with the paths in it that go through lists of this pod. */
    public static String named(String message, Pod pod) {
        JsonNode spec = MAPPER.valueToTree(pod.getSpec());
        return PATH.matcher(message).replaceAll(path -> Matcher.quoteReplacement(named(path.group(), spec)));
    }

    private static String named(String path, JsonNode spec) {
        StringBuilder named = new StringBuilder("spec");
        JsonNode place = spec;
        Matcher steps = STEP.matcher(path);
        for (MatchResult step : steps.results().toList()) {
            place = place.path(step.group("field"));
            named.append('.').append(step.group("field"));
            String index = step.group("index");
            if (index != null) {
                place = place.path(Integer.parseInt(index));
                String name = name(step.group("field"), place);
                named.append('[').append(name == null ? index : name).append(']');
            }
        }
        return named.toString();
    }

    private static @Nullable String name(String list, JsonNode entry) {
        String key = TemplateMerge.key(list);
        String name = key == null ? "" : entry.path(key).asText();
        return name.isEmpty() ? null : name;
    }
}
