package dev.loopkeeper.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measurements as people and as tools read them. */
final class Report {

    private static final JsonMapper JSON = new JsonMapper();

    private Report() {}

    /** A list with one entry for each measurement. */
    static String json(List<Measurement> measurements) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(measurements) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every measurement has a JSON form", e);
        }
    }

    /** A table in lines, its head first. */
    static List<String> table(List<Measurement> measurements) {
        List<String> lines = new ArrayList<>();
        lines.add(line("benchmark", "value", "unit", "ratio", "against"));
        for (Measurement measured : measurements) {
            lines.add(line(
                    measured.name(),
                    number(measured.value()),
                    measured.unit(),
                    String.format(Locale.ROOT, "%.2f", measured.ratio()),
                    measured.against() + ", " + number(measured.againstValue())));
        }
        return lines;
    }

    private static String line(String name, String value, String unit, String ratio, String against) {
        return String.format(Locale.ROOT, "%-16s %14s %-8s %6s  %s", name, value, unit, ratio, against);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
