package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The Secret that has an access key, and under which of its keys. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretCredentials(
        @JsonPropertyDescription("The name of the Secret, in the job's namespace.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(ObjectNames.SUBDOMAIN_PATTERN)
        String name,

        @JsonPropertyDescription("The key in the Secret whose value is the access key's id.")
        @Default("accessKeyId")
        @Size(min = 1, max = 253)
        @Pattern(ObjectNames.DATA_KEY_PATTERN)
        String accessKeyIdKey,

        @JsonPropertyDescription("The key in the Secret whose value is the secret access key.")
        @Default("secretAccessKey")
        @Size(min = 1, max = 253)
        @Pattern(ObjectNames.DATA_KEY_PATTERN)
        String secretAccessKeyKey) {}
