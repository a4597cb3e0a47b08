package dev.loopkeeper.operator.certificate;

import dev.loopkeeper.operator.certificate.TrustDecision.Change;
import dev.loopkeeper.operator.certificate.TrustState.Authority;
import dev.loopkeeper.operator.certificate.TrustState.Leaf;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.Role;
import dev.loopkeeper.provider.LoadedCertificates;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a job's certificate Secrets, and what a change makes of them. Holds secrets; owned by one thread.
 *
 * <p>The authority's Secret has {@code ca.crt} and {@code ca.key}, in a rotation also {@code next.crt}, {@code next.key} or {@code old.crt}; a
 * role's has {@code tls.crt}, {@code tls.key} and {@code ca.crt}, the bundle of all authorities that it trusts.
 */
public final class TrustSecrets {

    /** Their keys. */
    public static final String LEAF_CERTIFICATE = "tls.crt";

    public static final String LEAF_KEY = "tls.key";
    public static final String BUNDLE = "ca.crt";

    private static final String AUTHORITY_CERTIFICATE = "ca.crt";
    private static final String AUTHORITY_KEY = "ca.key";
    private static final String NEXT_CERTIFICATE = "next.crt";
    private static final String NEXT_KEY = "next.key";
    private static final String OLD_CERTIFICATE = "old.crt";

    private final JobIdentity job;
    private final CertificateMaker maker;
    private final Map<String, String> authority;
    private final Map<Role, Map<String, String>> roles = new EnumMap<>(Role.class);

    /**
     * @param authority the texts of the authority's Secret; empty if there is none
     * @param roles those of the roles' Secrets, as far as they are there
     */
    public TrustSecrets(
            JobIdentity job,
            CertificateMaker maker,
            Map<String, String> authority,
            Map<Role, Map<String, String>> roles) {
        this.job = job;
        this.maker = maker;
        this.authority = new LinkedHashMap<>(authority);
        roles.forEach((role, texts) -> this.roles.put(role, new LinkedHashMap<>(texts)));
    }

    /** What they hold, without what is secret. What is not readable counts as not there. */
    public TrustState state() {
        Map<Role, Leaf> leaves = new HashMap<>();
        roles.forEach((role, texts) -> {
            Leaf leaf = leaf(role, texts);
            if (leaf != null) {
                leaves.put(role, leaf);
            }
        });
        return new TrustState(
                authority.containsKey(AUTHORITY_KEY) ? authority(AUTHORITY_CERTIFICATE) : null,
                authority.containsKey(NEXT_KEY) ? authority(NEXT_CERTIFICATE) : null,
                authority(OLD_CERTIFICATE),
                leaves);
    }

    private @Nullable Authority authority(String key) {
        X509Certificate certificate = certificate(authority.get(key));
        return certificate == null
                ? null
                : new Authority(
                        name(certificate),
                        madeAt(certificate),
                        certificate.getNotAfter().toInstant());
    }

    private @Nullable Leaf leaf(Role role, Map<String, String> texts) {
        X509Certificate certificate = certificate(texts.get(LEAF_CERTIFICATE));
        String bundle = texts.get(BUNDLE);
        if (certificate == null || bundle == null || !texts.containsKey(LEAF_KEY)) {
            return null;
        }
        try {
            Set<String> trusted = CertificateMaker.read(bundle).stream()
                    .map(TrustSecrets::name)
                    .collect(Collectors.toCollection(HashSet::new));
            return new Leaf(
                    certificate.getIssuerX500Principal().getName(),
                    madeAt(certificate),
                    certificate.getNotAfter().toInstant(),
                    trusted,
                    CertificateMaker.uris(certificate).equals(List.of(uri(role)))
                            && CertificateMaker.hosts(certificate).equals(hosts(role)));
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            return null;
        }
    }

    private static @Nullable X509Certificate certificate(@Nullable String pem) {
        try {
            return pem == null ? null : CertificateMaker.read(pem).getFirst();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static Instant madeAt(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant().plus(CertificateMaker.BACKDATED);
    }

    /** Makes a change; what is changed is to be written: the authority's Secret before those of roles. */
    public void apply(Change change, Instant now) {
        switch (change) {
            case Change.MakeAuthority() -> {
                authority.clear();
                put(AUTHORITY_CERTIFICATE, AUTHORITY_KEY, maker.authority(now));
            }
            case Change.MakeNext() -> put(NEXT_CERTIFICATE, NEXT_KEY, maker.authority(now));
            case Change.SignWithNext() -> {
                authority.put(OLD_CERTIFICATE, text(AUTHORITY_CERTIFICATE));
                authority.put(AUTHORITY_CERTIFICATE, text(NEXT_CERTIFICATE));
                authority.put(AUTHORITY_KEY, text(NEXT_KEY));
                authority.remove(NEXT_CERTIFICATE);
                authority.remove(NEXT_KEY);
            }
            case Change.ForgetOld() -> authority.remove(OLD_CERTIFICATE);
            case Change.WriteBundle(Role role) ->
                roles.computeIfAbsent(role, _ -> new LinkedHashMap<>()).put(BUNDLE, bundle());
            case Change.Issue(Role role) -> {
                KeyAndCertificate signer = new KeyAndCertificate(text(AUTHORITY_KEY), text(AUTHORITY_CERTIFICATE));
                KeyAndCertificate leaf = maker.leaf(signer, uri(role), hosts(role), now);
                Map<String, String> texts = roles.computeIfAbsent(role, _ -> new LinkedHashMap<>());
                texts.put(LEAF_CERTIFICATE, leaf.certificate());
                texts.put(LEAF_KEY, leaf.key());
                texts.put(BUNDLE, bundle());
            }
        }
    }

    /** Whoever reads the coordinator's metrics knows nothing of our URIs (K15); parts of the job check nothing but those. */
    private List<String> hosts(Role role) {
        return role == Role.COORDINATOR ? List.of(job.coordinatorHost()) : List.of();
    }

    /** What peers check: it tells this job from an earlier one of the same name (K14). */
    private String uri(Role role) {
        return job.peerPrefix() + role.label();
    }

    private void put(String certificate, String key, KeyAndCertificate made) {
        authority.put(certificate, made.certificate());
        authority.put(key, made.key());
    }

    private String text(String key) {
        String text = authority.get(key);
        if (text == null) {
            throw new IllegalStateException("Secret " + job.authoritySecret() + " has no " + key);
        }
        return text;
    }

    /** All authorities that are to be trusted now. */
    private String bundle() {
        return Stream.of(AUTHORITY_CERTIFICATE, NEXT_CERTIFICATE, OLD_CERTIFICATE)
                .map(authority::get)
                .filter(pem -> pem != null)
                .collect(Collectors.joining());
    }

    /**
     * Whether all parts show what the Secrets of their roles have now, so that no leaf of an old authority is in use.
     *
     * @param loaded as the coordinator tells it; null if it does not, as long as a part is not there
     */
    public boolean allLoaded(@Nullable LoadedCertificates loaded) {
        Set<String> present = Stream.of(Role.COORDINATOR, Role.WORKER)
                .map(role -> certificate(role(role).get(LEAF_CERTIFICATE)))
                .filter(certificate -> certificate != null)
                .map(CertificateMaker::fingerprint)
                .collect(Collectors.toSet());
        return loaded != null && present.containsAll(loaded.certificates());
    }

    /** The texts of the authority's Secret. */
    public Map<String, String> authority() {
        return Map.copyOf(authority);
    }

    /** The texts of a role's Secret; empty if it has none. */
    public Map<String, String> role(Role role) {
        return Map.copyOf(roles.getOrDefault(role, Map.of()));
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "TrustSecrets[" + job.namespace() + "/" + job.name() + ", " + roles.keySet() + "]";
    }
}
