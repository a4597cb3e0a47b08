package dev.loopkeeper.engine.plan;

import dev.loopkeeper.engine.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of a job as a program asks for them. */
final class FlowParameters {

    private final Map<String, String> values;
    private final Set<String> asked = new TreeSet<>();

    FlowParameters(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    String required(String name) {
        @Nullable String value = find(name);
        if (value == null) {
            @Nullable String close = CloseNames.closest(name, unread());
            throw new ProgramException(
                    "parameter " + name + " is missing; give it in the job's parameters or with --param " + name
                            + "=VALUE" + (close == null ? "" : " (given is " + close + ": was " + name + " meant?)"));
        }
        return value;
    }

    @Nullable
    String find(String name) {
        asked.add(name);
        return values.get(name);
    }

    long number(String name, long fallback) {
        @Nullable String value = find(name);
        if (value == null) {
            return fallback;
        }
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw new ProgramException("parameter " + name + " is not a whole number: \"" + value + "\"; give one from "
                    + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
    }

    boolean flag(String name, boolean fallback) {
        @Nullable String value = find(name);
        return switch (value == null ? String.valueOf(fallback) : value.strip()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ProgramException("parameter " + name + " is neither true nor false: \"" + value + "\"");
        };
    }

    /** A warning for each parameter that was given and never asked for. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String name : unread()) {
            @Nullable String close = CloseNames.closest(name, asked);
            String hint = close != null
                    ? "was " + close + " meant?"
                    : asked.isEmpty() ? "it asks for none" : "it asks for " + String.join(", ", asked);
            warnings.add("parameter " + name + " is never read when the program defines its dataflow; " + hint);
        }
        return warnings;
    }

    private Set<String> unread() {
        Set<String> unread = new TreeSet<>(values.keySet());
        unread.removeAll(asked);
        return unread;
    }
}
