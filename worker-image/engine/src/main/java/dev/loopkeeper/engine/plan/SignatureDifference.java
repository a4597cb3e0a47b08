package dev.loopkeeper.engine.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says in words how a program differs from the one that a snapshot was taken of. */
public final class SignatureDifference {

    private SignatureDifference() {}

    /**
     * What differs between two {@linkplain Plan#signature() signatures}, a line each; empty if they are equal.
     *
     * @param snapshot the signature in the snapshot
     * @param program the signature of the program that is to be restored from it
     */
    public static List<String> describe(SortedMap<String, String> snapshot, SortedMap<String, String> program) {
        List<String> lines = new ArrayList<>();
        Set<String> names = new TreeSet<>(snapshot.keySet());
        names.addAll(program.keySet());
        for (String name : names) {
            @Nullable String before = snapshot.get(name);
            @Nullable String now = program.get(name);
            if (now == null) {
                lines.add("operator " + name + " is in the snapshot and not in the program");
            } else if (before == null) {
                lines.add("operator " + name + " is in the program and not in the snapshot");
            } else {
                compare(name, properties(before), properties(now), lines);
            }
        }
        return lines;
    }

    private static void compare(String name, Map<String, String> before, Map<String, String> now, List<String> lines) {
        Set<String> properties = new LinkedHashSet<>(before.keySet());
        properties.addAll(now.keySet());
        for (String property : properties) {
            String old = before.getOrDefault(property, "nothing");
            String current = now.getOrDefault(property, "nothing");
            if (!old.equals(current)) {
                lines.add("operator " + name + ", " + property + ": the snapshot has " + old + ", the program has "
                        + current);
            }
        }
    }

    private static Map<String, String> properties(String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(": ");
            properties.put(colon < 0 ? line : line.substring(0, colon), colon < 0 ? "" : line.substring(colon + 2));
        }
        return properties;
    }
}
