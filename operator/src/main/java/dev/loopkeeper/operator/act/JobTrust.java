package dev.loopkeeper.operator.act;

import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.certificate.TrustDecision;
import dev.loopkeeper.operator.certificate.TrustDecision.Change;
import dev.loopkeeper.operator.certificate.TrustSecrets;
import dev.loopkeeper.operator.coordinator.CoordinatorTrust;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.Role;
import dev.loopkeeper.provider.LoadedCertificates;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A job's certificates as they stand in its Secrets (K14). Blocks. */
final class JobTrust {

    private static final int MOST_ROUNDS = 5;

    private final JobIdentity job;
    private final JobCluster cluster;
    private final CertificateMaker maker;
    private final Supplier<@Nullable LoadedCertificates> loaded;

    /** @param loaded what the coordinator says that all parts have loaded; null if it does not */
    JobTrust(
            JobIdentity job,
            JobCluster cluster,
            CertificateMaker maker,
            Supplier<@Nullable LoadedCertificates> loaded) {
        this.job = job;
        this.cluster = cluster;
        this.maker = maker;
        this.loaded = loaded;
    }

    private record Read(@Nullable Map<String, String> authority, Map<Role, Map<String, String>> roles) {

        TrustSecrets secrets(JobIdentity job, CertificateMaker maker) {
            return new TrustSecrets(job, maker, authority == null ? Map.of() : authority, roles);
        }
    }

    private Read read() {
        Map<Role, Map<String, String>> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Map<String, String> texts = cluster.secret(job.certificateSecret(role));
            if (texts != null) {
                roles.put(role, texts);
            }
        }
        return new Read(cluster.secret(job.authoritySecret()), roles);
    }

    /** Whether nothing is to be done about them. */
    boolean ready(Instant now) {
        TrustSecrets secrets = read().secrets(job, maker);
        return TrustDecision.decide(secrets.state(), now, secrets.allLoaded(loaded.get()))
                .isEmpty();
    }

    /** Does what is to be done about them now: the authority's Secret is written first. */
    void settle(Instant now) {
        Read read = read();
        TrustSecrets secrets = read.secrets(job, maker);
        boolean allLoaded = secrets.allLoaded(loaded.get());
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Change> changes = TrustDecision.decide(secrets.state(), now, allLoaded);
            if (changes.isEmpty()) {
                break;
            }
            changes.forEach(change -> secrets.apply(change, now));
        }
        write(job.authoritySecret(), read.authority(), secrets.authority());
        for (Role role : Role.values()) {
            write(job.certificateSecret(role), read.roles().get(role), secrets.role(role));
        }
    }

    private void write(String name, @Nullable Map<String, String> before, Map<String, String> now) {
        if (!Objects.equals(before, now) && !now.isEmpty()) {
            cluster.writeSecret(name, now, before == null);
        }
    }

    /** How the operator shows itself to the job's coordinator; null if it has no certificate yet. */
    @Nullable
    CoordinatorTrust coordinatorTrust() {
        Map<String, String> own = cluster.secret(job.certificateSecret(Role.OPERATOR));
        if (own == null) {
            return null;
        }
        String certificate = own.get(TrustSecrets.LEAF_CERTIFICATE);
        String key = own.get(TrustSecrets.LEAF_KEY);
        String bundle = own.get(TrustSecrets.BUNDLE);
        return certificate == null || key == null || bundle == null
                ? null
                : new CoordinatorTrust(certificate, key, bundle, job.peerPrefix() + Role.COORDINATOR.label());
    }
}
