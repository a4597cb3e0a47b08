package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The program of a job. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProgramSpec(
        @JsonPropertyDescription("The name of the class that defines the dataflow, with its package.")
        @Required
        @Size(min = 1, max = 512)
        @Pattern(ProgramSpec.CLASS_NAME_PATTERN)
        String className,

        @JsonPropertyDescription("The program's parameters, by name. Values are text.") @Size(max = 256) @Nullable
        Map<String, String> parameters,

        @JsonPropertyDescription("The jar that has the class. Without it, the class is one of the image.") @Nullable
        JarSpec jar) {

    static final String CLASS_NAME_PATTERN = "^[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*$";

    public ProgramSpec {
        parameters = parameters == null ? null : Map.copyOf(parameters);
    }

    /** The same with these parameters beside its own; of one name, these win. */
    public ProgramSpec withParameters(Map<String, String> added) {
        Map<String, String> all = new HashMap<>(parameters == null ? Map.of() : parameters);
        all.putAll(added);
        return new ProgramSpec(className, all, jar);
    }
}
