package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Credentials for S3: those of a Secret, or those of the pod's service account. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.SECRET_WITH_TYPE, message = Rules.SECRET_WITH_TYPE_MESSAGE)
public record CredentialsSpec(
        @JsonPropertyDescription(
                "Where the credentials come from: a Secret, or the identity of the pod's service account, which the template names.")
        @Required
        CredentialsType type,

        @JsonPropertyDescription("The Secret, for type Secret.") @Nullable
        SecretCredentials secret) {}
