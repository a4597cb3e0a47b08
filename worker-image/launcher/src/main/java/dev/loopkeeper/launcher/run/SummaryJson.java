package dev.loopkeeper.launcher.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A summary as tools read it: the form of {@code --summary}. */
final class SummaryJson {

    private static final JsonMapper JSON = new JsonMapper();

    private SummaryJson() {}

    static String write(RunSummary summary) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every summary has a JSON form", e);
        }
    }
}
