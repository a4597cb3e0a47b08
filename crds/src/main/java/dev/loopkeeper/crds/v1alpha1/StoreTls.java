package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How to check the certificate of the S3 service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreTls(
        @JsonPropertyDescription(
                "The Secret that has the certificates of the authorities to trust. Without it, those of the image.")
        @Nullable
        CaSecret caSecret) {}
