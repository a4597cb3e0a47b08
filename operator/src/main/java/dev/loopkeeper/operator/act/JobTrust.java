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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A job's certificates as they stand in its Secrets (K14). Blocks. */
final class JobTrust {

    private static final int MOST_ROUNDS = 5;

    private final JobIdentity job;
    private final JobSecrets kept;
    private final CertificateMaker maker;
    private final Supplier<@Nullable LoadedCertificates> loaded;

    /** @param loaded what the coordinator says that all parts have loaded; null if it does not */
    JobTrust(JobIdentity job, JobSecrets kept, CertificateMaker maker, Supplier<@Nullable LoadedCertificates> loaded) {
        this.job = job;
        this.kept = kept;
        this.maker = maker;
        this.loaded = loaded;
    }

    private record Read(JobSecrets.@Nullable Own authority, Map<Role, JobSecrets.Own> roles) {

        TrustSecrets secrets(JobIdentity job, CertificateMaker maker) {
            Map<Role, Map<String, String>> texts = new EnumMap<>(Role.class);
            roles.forEach((role, secret) -> texts.put(role, secret.texts()));
            return new TrustSecrets(job, maker, authority == null ? Map.of() : authority.texts(), texts);
        }
    }

    private Read read() {
        Map<Role, JobSecrets.Own> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            JobSecrets.Own secret = kept.own(job.certificateSecret(role));
            if (secret != null) {
                roles.put(role, secret);
            }
        }
        return new Read(kept.own(job.authoritySecret()), roles);
    }

    /**
     * Whether nothing is to be done about them.
     *
     * @throws NameClashException if another's has the name of one of the Secrets
     */
    boolean ready(Instant now) {
        TrustSecrets secrets = read().secrets(job, maker);
        return TrustDecision.decide(secrets.state(), now, secrets.allLoaded(loaded.get()))
                .isEmpty();
    }

    /**
     * Does what is to be done about them now: the authority's Secret is written first.
     *
     * @throws NameClashException if another's has the name of one of the Secrets; nothing is changed then
     */
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

    private void write(String name, JobSecrets.@Nullable Own before, Map<String, String> now) {
        boolean same = before != null && before.texts().equals(now);
        if (!same && !now.isEmpty()) {
            kept.write(name, now, before);
        }
    }

    /** How the operator shows itself to the job's coordinator; null if it has no certificate yet. */
    @Nullable
    CoordinatorTrust coordinatorTrust() {
        JobSecrets.Own own = ownOfOperator();
        if (own == null) {
            return null;
        }
        String certificate = own.texts().get(TrustSecrets.LEAF_CERTIFICATE);
        String key = own.texts().get(TrustSecrets.LEAF_KEY);
        String bundle = own.texts().get(TrustSecrets.BUNDLE);
        return certificate == null || key == null || bundle == null
                ? null
                : new CoordinatorTrust(certificate, key, bundle, job.peerPrefix() + Role.COORDINATOR.label());
    }

    private JobSecrets.@Nullable Own ownOfOperator() {
        try {
            return kept.own(job.certificateSecret(Role.OPERATOR));
        } catch (NameClashException _) {
            // The look at what pods need tells of it.
            return null;
        }
    }
}
