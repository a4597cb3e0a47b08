package dev.loopkeeper.operator.model;

import dev.loopkeeper.crds.v1alpha1.CaSecret;
import dev.loopkeeper.crds.v1alpha1.ConditionalWrites;
import dev.loopkeeper.crds.v1alpha1.CredentialsType;
import dev.loopkeeper.crds.v1alpha1.SecretCredentials;
import dev.loopkeeper.crds.v1alpha1.StoreSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a job's snapshots are, and how to get there; names of Secrets, never what is in them.
 *
 * @param prefix without slashes at its ends; empty if there is none
 * @param credentials null for workload identity
 * @param ca null for the authorities of the image
 * @param conditionalWrites whether a store without them is refused
 */
public record JobStore(
        String endpoint,
        String bucket,
        String prefix,
        String region,
        @Nullable SecretCredentials credentials,
        @Nullable CaSecret ca,
        boolean conditionalWrites) {

    private static final String DEFAULT_REGION = "us-east-1";

    /** The store that a job names. */
    public static JobStore of(StoreSpec spec) {
        boolean secret = spec.credentials().type() == CredentialsType.SECRET;
        return new JobStore(
                spec.endpoint(),
                spec.bucket(),
                spec.prefix() == null ? "" : spec.prefix(),
                spec.region() == null ? DEFAULT_REGION : spec.region(),
                secret ? spec.credentials().secret() : null,
                spec.tls() == null ? null : spec.tls().caSecret(),
                spec.conditionalWrites() == ConditionalWrites.REQUIRED);
    }

    /** What every key of the job begins with. */
    public String keyPrefix(JobIdentity job) {
        return (prefix.isEmpty() ? "" : prefix + "/") + job.storePath();
    }

    /** For people, and for StoreAddress to tell whether two are the same place: runs keep it, so its form stays as it is (K19). */
    public String address(JobIdentity job) {
        return "s3://" + bucket + "/" + keyPrefix(job) + " at " + endpoint;
    }
}
