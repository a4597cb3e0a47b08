package dev.loopkeeper.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A jar with a program. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.JAR_DIGEST, message = Rules.JAR_DIGEST_MESSAGE)
@ValidationRule(value = Rules.JAR_CREDENTIALS, message = Rules.JAR_CREDENTIALS_MESSAGE)
public record JarSpec(
        @JsonPropertyDescription(
                "Where the jar is: an address that begins with s3://, https:// or http://, or in a local run with file:.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^(s3://[^/]+/.+|https?://[^/]+/.+|file:.+)$")
        String uri,

        @JsonPropertyDescription(
                "The SHA-256 digest of the jar, 64 hexadecimal digits. Required where the jar is downloaded.")
        @Size(max = 64)
        @Pattern("^[0-9a-f]{64}$")
        @Nullable
        String sha256,

        @JsonPropertyDescription("How to read a jar from S3. Without it, with the credentials of the job's store.")
        @Nullable
        CredentialsSpec credentials) {}
