package dev.loopkeeper.operator.act;

import dev.loopkeeper.operator.certificate.CertificateMaker;
import dev.loopkeeper.operator.certificate.TrustDecision;
import dev.loopkeeper.operator.certificate.TrustDecision.Change;
import dev.loopkeeper.operator.certificate.TrustSecrets;
import dev.loopkeeper.operator.coordinator.CoordinatorTrust;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.Role;
import dev.loopkeeper.operator.observe.Component;
import dev.loopkeeper.operator.observe.NameClash;
import dev.loopkeeper.provider.LoadedCertificates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A job's certificates as they stand in its Secrets (K14). Blocks. */
final class JobTrust {

    private static final int MOST_ROUNDS = 5;

    /** The pods that mount a role's Secret. */
    private static final Map<Component, Role> PODS =
            Map.of(Component.COORDINATOR, Role.COORDINATOR, Component.WORKER, Role.WORKER);

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

    /** @param clashes whose names are another's */
    private record Read(JobSecrets.@Nullable Own authority, Map<Role, JobSecrets.Own> roles, List<NameClash> clashes) {

        /** Each keeps the pods from being made whose own Secret is not there: as long as names clash, none is made. */
        private List<NameClash> barriers() {
            Set<Component> barred = EnumSet.noneOf(Component.class);
            PODS.forEach((pod, role) -> {
                if (!roles.containsKey(role)) {
                    barred.add(pod);
                }
            });
            return clashes.stream().map(clash -> clash.barring(barred)).toList();
        }

        TrustSecrets secrets(JobIdentity job, CertificateMaker maker) {
            Map<Role, Map<String, String>> texts = new EnumMap<>(Role.class);
            roles.forEach((role, secret) -> texts.put(role, secret.texts()));
            return new TrustSecrets(job, maker, authority == null ? Map.of() : authority.texts(), texts);
        }
    }

    private Read read() {
        List<NameClash> clashes = new ArrayList<>();
        Map<Role, JobSecrets.Own> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            JobSecrets.Own secret = own(job.certificateSecret(role), clashes);
            if (secret != null) {
                roles.put(role, secret);
            }
        }
        return new Read(own(job.authoritySecret(), clashes), roles, clashes);
    }

    private JobSecrets.@Nullable Own own(String name, List<NameClash> clashes) {
        try {
            return kept.own(name);
        } catch (NameClashException e) {
            clashes.add(e.clash());
            return null;
        }
    }

    /**
     * What was found when it was looked whether anything is to be done about them.
     *
     * @param ready whether nothing is, or nothing can be since names clash
     * @param clashes whose names are another's, and the pods that cannot be made therefore
     */
    record Look(boolean ready, List<NameClash> clashes) {}

    Look look(Instant now) {
        Read read = read();
        if (!read.clashes().isEmpty()) {
            return new Look(true, read.barriers());
        }
        TrustSecrets secrets = read.secrets(job, maker);
        return new Look(
                TrustDecision.decide(secrets.state(), now, secrets.allLoaded(loaded.get()))
                        .isEmpty(),
                List.of());
    }

    /** Does what is to be done about them now: the authority's Secret is written first. Where names clash nothing is changed. */
    void settle(Instant now) {
        Read read = read();
        if (!read.clashes().isEmpty()) {
            // The look at what pods need tells of it.
            return;
        }
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
