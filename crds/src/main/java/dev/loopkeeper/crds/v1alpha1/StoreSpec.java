package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** An S3 bucket. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreSpec(
        @JsonPropertyDescription("The address of the S3 service, with its scheme.")
        @Required
        @Size(min = 1, max = 512)
        @Pattern("^https?://[^/\\s]+/?$")
        String endpoint,

        @JsonPropertyDescription("The name of the bucket.")
        @Required
        @Size(min = 3, max = 63)
        @Pattern("^[a-z0-9][-.a-z0-9]*[a-z0-9]$")
        String bucket,

        @JsonPropertyDescription("What the keys of all objects begin with, without a slash at either end.")
        @Size(min = 1, max = 512)
        @Pattern("^[^/\\s]+(/[^/\\s]+)*$")
        @Nullable
        String prefix,

        @JsonPropertyDescription("The region of the bucket, where the service asks for one.")
        @Size(min = 1, max = 64)
        @Pattern("^[-a-z0-9]+$")
        @Nullable
        String region,

        @JsonPropertyDescription("How to sign in.") @Required
        CredentialsSpec credentials,

        @JsonPropertyDescription("How to check the service's certificate.") @Nullable
        StoreTls tls,

        @JsonPropertyDescription("Whether a store without conditional writes is refused.") @Default("Required")
        ConditionalWrites conditionalWrites) {}
