package dev.loopkeeper.operator.act;

import dev.loopkeeper.crds.v1alpha1.CaSecret;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.SecretCredentials;
import dev.loopkeeper.crds.v1alpha1.StoreSpec;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.JobStore;
import dev.loopkeeper.operator.observe.StoreAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which store a job uses: its own, or the operator's default, whose credentials are copied into a Secret of the job's (K16). */
public final class JobStores {

    private static final String ACCESS_KEY = "accessKeyId";
    private static final String SECRET_KEY = "secretAccessKey";
    private static final String AUTHORITIES = "ca.crt";

    private final OperatorSettings settings;

    public JobStores(OperatorSettings settings) {
        this.settings = settings;
    }

    /** The job's store; null if it names none and there is no default. */
    public @Nullable JobStore of(JobIdentity job, IterativeJobSpec spec, JobCluster cluster) {
        StoreSpec named = spec.snapshots().store();
        if (named != null) {
            return JobStore.of(named);
        }
        Map<String, String> credentials = defaultCredentials(cluster);
        return credentials == null ? null : defaultStore(job, credentials);
    }

    /** The operator's default store for a job, given its credentials. */
    JobStore defaultStore(JobIdentity job, Map<String, String> credentials) {
        OperatorSettings.DefaultStore store = settings.defaultStore();
        return new JobStore(
                store.endpoint().orElseThrow(),
                store.bucket(),
                store.prefix().orElse(""),
                store.region(),
                new SecretCredentials(job.storeSecret(), ACCESS_KEY, SECRET_KEY),
                credentials.containsKey(AUTHORITIES) ? new CaSecret(job.storeSecret(), AUTHORITIES) : null,
                store.conditionalWrites());
    }

    /** Where the operator's default store has a job's data. */
    StoreAddress defaultAddress(JobIdentity job, Map<String, String> credentials) {
        return defaultAddress(job, defaultStore(job, credentials));
    }

    /** @param store the operator's default */
    StoreAddress defaultAddress(JobIdentity job, JobStore store) {
        return new StoreAddress(
                store.address(job), settings.defaultStore().formerEndpoints().orElse(List.of()));
    }

    /**
     * Copies the default store's credentials, if they are not the same already.
     *
     * @throws NameClashException if another's has the name of the copy
     */
    void copyCredentials(JobIdentity job, JobCluster cluster) {
        Map<String, String> wanted = defaultCredentials(cluster);
        JobSecrets.Own there = cluster.secrets().own(job.storeSecret());
        if (wanted != null && (there == null || !wanted.equals(there.texts()))) {
            cluster.secrets().write(job.storeSecret(), wanted, there);
        }
    }

    /**
     * The credentials for clearing the default store. The job's copy counts, while it is there: it is what the job wrote with.
     *
     * @param address where the job's data is; null if that is not known
     * @throws IllegalStateException with one line, if there are none
     */
    public Map<String, String> credentialsForCleanup(JobIdentity job, JobCluster cluster, @Nullable String address) {
        JobSecrets.Own copy = copyLeft(job, cluster);
        if (copy != null) {
            return copy.texts();
        }
        Map<String, String> credentials = defaultCredentials(cluster);
        if (credentials == null) {
            throw new IllegalStateException("the store cannot be cleared: both Secret " + job.storeSecret()
                    + " and the operator's default store are gone");
        }
        if (address != null && !defaultAddress(job, credentials).isAt(address)) {
            throw new IllegalStateException("the store cannot be cleared: Secret " + job.storeSecret()
                    + " is gone, and the operator's default store is another than " + address);
        }
        return credentials;
    }

    private static JobSecrets.@Nullable Own copyLeft(JobIdentity job, JobCluster cluster) {
        try {
            return cluster.secrets().own(job.storeSecret());
        } catch (NameClashException _) {
            // Another's keys are not for this store.
            return null;
        }
    }

    /** What the default store's Secret has; null if there is no such store, or no Secret. */
    @Nullable
    Map<String, String> defaultCredentials(JobCluster cluster) {
        OperatorSettings.DefaultStore store = settings.defaultStore();
        return store.endpoint().isEmpty() || store.secret().isEmpty()
                ? null
                : cluster.secrets().texts(settings.namespace(), store.secret().get());
    }
}
