package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A part of a pod, merged strategically under the operator's own. Its fields are those of Kubernetes' PodTemplateSpec. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplate(
        @JsonPropertyDescription("Labels and annotations of the pod. Labels of loopkeeper.dev are refused.") @Nullable
        ObjectNode metadata,

        @JsonPropertyDescription("The pod's specification. The main container is named worker or coordinator.")
        @Nullable
        ObjectNode spec) {}
