package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A run: from a planned start to the next. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunStatus(
        @JsonPropertyDescription("The number of the run, from 1.") @Nullable
        Long number,

        @JsonPropertyDescription("The generation of the specification that it runs.") @Nullable
        Long generation,

        @JsonPropertyDescription("The image that was resolved at its start.") @Size(max = 512) @Nullable
        String image,

        @JsonPropertyDescription("The ControllerRevision that keeps its resolved pods.") @Size(max = 253) @Nullable
        String revision,

        @JsonPropertyDescription("The version of the operator that started it.") @Size(max = 64) @Nullable
        String operatorVersion,

        @JsonPropertyDescription(
                "Where the data of the job is: the bucket, what all keys begin with, and the address of the S3 service.")
        @Size(max = 2048)
        @Nullable
        String store) {}
