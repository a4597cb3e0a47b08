package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.loopkeeper.crds.value.CpuAmount;
import dev.loopkeeper.crds.value.MemorySize;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The coordinator's pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoordinatorSpec(
        @JsonPropertyDescription(
                "The memory of the coordinator, request and limit, at least 128Mi. A Kubernetes quantity.")
        @Pattern(MemorySize.PATTERN)
        @Size(max = MemorySize.MAX_LENGTH)
        @ValidationRule(value = Rules.MEMORY_BOUNDED, message = Rules.MEMORY_BOUNDED_MESSAGE)
        @ValidationRule(value = Rules.MEMORY_SUFFICIENT, message = Rules.MEMORY_SUFFICIENT_MESSAGE)
        @Default("512Mi")
        MemorySize memory,

        @JsonPropertyDescription("The CPU that the coordinator requests. A Kubernetes quantity.")
        @Pattern(CpuAmount.PATTERN)
        @Size(max = CpuAmount.MAX_LENGTH)
        @ValidationRule(value = Rules.CPU_BOUNDED, message = Rules.CPU_BOUNDED_MESSAGE)
        @ValidationRule(value = Rules.CPU_POSITIVE, message = Rules.CPU_POSITIVE_MESSAGE)
        @Default("200m")
        CpuAmount cpu,

        @JsonPropertyDescription("What is laid over the coordinator's pod.") @Nullable
        PodTemplate template) {}
