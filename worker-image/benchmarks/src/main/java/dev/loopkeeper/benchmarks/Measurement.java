package dev.loopkeeper.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What a benchmark measured. Also the form of an entry in a report.
 *
 * @param value in the unit; the more, the better
 * @param against what the ratio compares with, measured in the same invocation
 * @param againstValue of that, in the same unit
 */
@JsonPropertyOrder({"name", "value", "unit", "against", "againstValue", "ratio"})
public record Measurement(String name, double value, String unit, String against, double againstValue) {

    /** How many times as much as what it is compared with. */
    @JsonProperty
    public double ratio() {
        return value / againstValue;
    }
}
