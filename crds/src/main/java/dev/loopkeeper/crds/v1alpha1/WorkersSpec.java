package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.loopkeeper.crds.value.CpuAmount;
import dev.loopkeeper.crds.value.MemorySize;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The workers of each region. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkersSpec(
        @JsonPropertyDescription(
                "How many parallel tasks of each operator a worker runs. A region has its parallelism divided by this, rounded up, as workers.")
        @Default("1")
        @Min(1)
        @Max(IterativeJob.MAX_PARALLELISM)
        Integer slots,

        @JsonPropertyDescription("The memory of a worker, request and limit, at least 128Mi. A Kubernetes quantity.")
        @Pattern(MemorySize.PATTERN)
        @Size(max = MemorySize.MAX_LENGTH)
        @ValidationRule(value = Rules.MEMORY_BOUNDED, message = Rules.MEMORY_BOUNDED_MESSAGE)
        @ValidationRule(value = Rules.MEMORY_SUFFICIENT, message = Rules.MEMORY_SUFFICIENT_MESSAGE)
        @Default("1Gi")
        MemorySize memory,

        @JsonPropertyDescription("The CPU that a worker requests. A Kubernetes quantity.")
        @Pattern(CpuAmount.PATTERN)
        @Size(max = CpuAmount.MAX_LENGTH)
        @ValidationRule(value = Rules.CPU_BOUNDED, message = Rules.CPU_BOUNDED_MESSAGE)
        @ValidationRule(value = Rules.CPU_POSITIVE, message = Rules.CPU_POSITIVE_MESSAGE)
        @Default("'1'")
        CpuAmount cpu,

        @JsonPropertyDescription("What is laid over the pods of workers.") @Nullable
        PodTemplate template) {

    /** The same with another number of slots, at least 1. */
    public WorkersSpec withSlots(int newSlots) {
        return new WorkersSpec(newSlots, memory, cpu, template);
    }

    /** The same with other memory. */
    public WorkersSpec withMemory(MemorySize newMemory) {
        return new WorkersSpec(slots, newMemory, cpu, template);
    }
}
