package dev.loopkeeper.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.operator.certificate.TrustDecision.Change;
import dev.loopkeeper.operator.model.JobIdentity;
import dev.loopkeeper.operator.model.Role;
import dev.loopkeeper.provider.LoadedCertificates;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K14: when certificates are made and renewed, and that all parts of a job can trust each other at every moment of it. */
final class TrustDecisionTest {

    private static final JobIdentity JOB = new JobIdentity("factory", "rework", "4f0e");
    private static final Instant START = Instant.parse("2026-11-21T03:20:00Z");
    private static final CertificateMaker MAKER = new CertificateMaker();

    /** The number of host names in RFC 5280. */
    private static final int HOST = 2;

    private final TrustSecrets secrets = new TrustSecrets(JOB, MAKER, Map.of(), Map.of());

    /** Makes all changes that are due. */
    private void settle(Instant now, boolean allLoaded) {
        for (int i = 0; i < 10; i++) {
            List<Change> changes = TrustDecision.decide(secrets.state(), now, allLoaded);
            if (changes.isEmpty()) {
                return;
            }
            changes.forEach(change -> secrets.apply(change, now));
        }
        throw new AssertionError("the certificates never settle: " + secrets.state());
    }

    private static List<String> hosts(X509Certificate leaf) throws CertificateParsingException {
        return leaf.getSubjectAlternativeNames().stream()
                .filter(name -> Integer.valueOf(HOST).equals(name.getFirst()))
                .map(name -> String.valueOf(name.getLast()))
                .toList();
    }

    private X509Certificate leaf(Role role) {
        return CertificateMaker.read(secrets.role(role).get("tls.crt")).getFirst();
    }

    private static String uri(Role role) {
        return "loopkeeper://factory/rework/4f0e/" + role.label();
    }

    /** Whether the first trusts the second, given what each has read of its files. */
    private static boolean trusts(Map<String, String> mine, Map<String, String> theirs, Role theirRole) {
        try {
            List<X509Certificate> chain = CertificateMaker.read(theirs.get("tls.crt"));
            new PeerVerifier(mine.get("ca.crt"), uri(theirRole))
                    .checkServerTrusted(chain.toArray(X509Certificate[]::new), "ECDHE_ECDSA");
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    @Test
    void k14EachRoleGetsALeafThatNamesJobAndRoleOnly() throws Exception {
        settle(Instant.now(), false);
        for (Role role : Role.values()) {
            X509Certificate leaf = leaf(role);
            assertThat(CertificateMaker.uris(leaf)).containsExactly(uri(role));
            assertThat(hosts(leaf))
                    .as("for those who read metrics, and can only check a host")
                    .isEqualTo(role == Role.COORDINATOR ? List.of("rework-coordinator.factory.svc") : List.of());
            assertThat(leaf.getSubjectAlternativeNames()).hasSize(role == Role.COORDINATOR ? 2 : 1);
            assertThat(leaf.getBasicConstraints()).as("no authority").isEqualTo(-1);
            assertThat(Duration.between(
                            leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
                    .isEqualTo(Duration.ofDays(90).plusHours(1));
            assertThat(trusts(secrets.role(Role.OPERATOR), secrets.role(role), role))
                    .isTrue();
        }
    }

    @Test
    void k14AnotherRoleOrAnotherJobIsNotTrusted() {
        settle(Instant.now(), false);
        Map<String, String> mine = secrets.role(Role.OPERATOR);
        assertThat(trusts(mine, secrets.role(Role.WORKER), Role.COORDINATOR)).isFalse();
        TrustSecrets other = new TrustSecrets(JOB, MAKER, Map.of(), Map.of());
        TrustDecision.decide(other.state(), Instant.now(), false).forEach(change -> other.apply(change, Instant.now()));
        TrustDecision.decide(other.state(), Instant.now(), false).forEach(change -> other.apply(change, Instant.now()));
        assertThat(trusts(mine, other.role(Role.COORDINATOR), Role.COORDINATOR)).isFalse();
    }

    @Test
    void aSettledJobNeedsNothing() {
        settle(START, false);
        assertThat(TrustDecision.decide(secrets.state(), START.plus(Duration.ofDays(59)), false))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"59, false", "60, true", "91, true"})
    void k14ALeafIsRenewedAfterSixtyDays(int days, boolean renewed) {
        settle(START, false);
        List<Change> changes = TrustDecision.decide(secrets.state(), START.plus(Duration.ofDays(days)), false);
        assertThat(changes.contains(new Change.Issue(Role.WORKER))).isEqualTo(renewed);
        assertThat(changes).noneMatch(Change.MakeAuthority.class::isInstance);
    }

    /** As those are that were made before leaves named hosts: a reader of metrics would refuse them for two months. */
    @Test
    void k15ALeafThatNamesNoHostIsMadeAnew() throws Exception {
        settle(START, false);
        KeyAndCertificate authority = new KeyAndCertificate(
                secrets.authority().get("ca.key"), secrets.authority().get("ca.crt"));
        KeyAndCertificate leaf = MAKER.leaf(authority, uri(Role.COORDINATOR), List.of(), START);
        TrustSecrets older = new TrustSecrets(
                JOB,
                MAKER,
                secrets.authority(),
                Map.of(
                        Role.COORDINATOR,
                        Map.of(
                                "tls.crt", leaf.certificate(),
                                "tls.key", leaf.key(),
                                "ca.crt", secrets.role(Role.COORDINATOR).get("ca.crt")),
                        Role.WORKER,
                        secrets.role(Role.WORKER),
                        Role.OPERATOR,
                        secrets.role(Role.OPERATOR)));
        assertThat(TrustDecision.decide(older.state(), START, false))
                .containsExactly(new Change.Issue(Role.COORDINATOR));
        older.apply(new Change.Issue(Role.COORDINATOR), START);
        assertThat(TrustDecision.decide(older.state(), START, false)).isEmpty();
    }

    /** What an earlier job of the same name has left names the same hosts; its peers would be refused for ever. */
    @Test
    void k14LeavesOfAnotherUidAreMadeAgain() {
        settle(START, false);
        Map<Role, Map<String, String>> left = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            left.put(role, secrets.role(role));
        }
        JobIdentity again = new JobIdentity(JOB.namespace(), JOB.name(), "5a1f");
        TrustSecrets later = new TrustSecrets(again, MAKER, secrets.authority(), left);
        assertThat(TrustDecision.decide(later.state(), START, false))
                .containsExactlyInAnyOrder(
                        new Change.Issue(Role.COORDINATOR),
                        new Change.Issue(Role.WORKER),
                        new Change.Issue(Role.OPERATOR));
    }

    @Test
    void aSecretThatVanishedIsMadeAgain() {
        settle(START, false);
        TrustSecrets less = new TrustSecrets(
                JOB,
                MAKER,
                secrets.authority(),
                Map.of(
                        Role.COORDINATOR, secrets.role(Role.COORDINATOR),
                        Role.OPERATOR, secrets.role(Role.OPERATOR)));
        assertThat(TrustDecision.decide(less.state(), START, false)).containsExactly(new Change.Issue(Role.WORKER));
    }

    @Test
    void whatIsNotReadableCountsAsNotThere() {
        TrustSecrets broken = new TrustSecrets(
                JOB, MAKER, Map.of("ca.crt", "garbage", "ca.key", "garbage"), Map.of(Role.WORKER, Map.of()));
        assertThat(broken.state()).isEqualTo(TrustState.NONE);
    }

    @Test
    void k14ARotationNeverBreaksTrust() throws Exception {
        // Wide of the present day, so that the chains are judged by names and keys: PKIX looks at the real clock.
        Instant day = Instant.now().minus(CertificateMaker.AUTHORITY).plus(TrustDecision.AUTHORITY_RENEWAL);
        settle(day, false);
        Set<String> authorities = new HashSet<>();
        Instant now = Instant.now();
        authorities.add(issuer());

        List<Change> first = TrustDecision.decide(secrets.state(), now, false);
        assertThat(first).containsExactly(new Change.MakeNext());
        secrets.apply(first.getFirst(), now);
        Map<String, String> before = secrets.role(Role.COORDINATOR);
        settle(now, false);
        assertThat(bundle(Role.WORKER)).as("first all trust both").hasSize(2);
        assertThat(issuer()).as("the old one still signs").isIn(authorities);
        Map<String, String> both = secrets.role(Role.COORDINATOR);

        settle(now.plus(TrustDecision.BUNDLE_FIRST), false);
        assertThat(issuer()).as("then the new one signs").isNotIn(authorities);
        assertThat(bundle(Role.WORKER)).as("and both are trusted").hasSize(2);
        assertThat(trusts(both, secrets.role(Role.WORKER), Role.WORKER))
                .as("a part that has read only the bundle trusts a new leaf")
                .isTrue();
        assertThat(before.get("ca.crt")).isNotEqualTo(both.get("ca.crt"));

        settle(now.plus(Duration.ofHours(1)), false);
        assertThat(bundle(Role.WORKER))
                .as("the old one stays until all have loaded")
                .hasSize(2);
        settle(now.plus(Duration.ofHours(2)), true);
        assertThat(bundle(Role.WORKER)).as("and is forgotten then").hasSize(1);
        assertThat(secrets.authority()).containsOnlyKeys("ca.crt", "ca.key");
    }

    private String issuer() {
        return leaf(Role.WORKER).getIssuerX500Principal().getName();
    }

    private List<X509Certificate> bundle(Role role) {
        return CertificateMaker.read(secrets.role(role).get("ca.crt"));
    }

    @Test
    void secretsAreNeverPrinted() {
        settle(START, false);
        assertThat(secrets.toString()).doesNotContain("BEGIN");
        assertThat(new CertificateMaker().authority(START).toString()).doesNotContain("BEGIN");
        assertThat(secrets.role(Role.WORKER).get("tls.key"))
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .startsWith("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void k14AllIsLoadedWhenNoPartShowsAnythingButTheLeavesOfNow() {
        settle(Instant.now(), false);
        String coordinator = CertificateMaker.fingerprint(leaf(Role.COORDINATOR));
        String worker = CertificateMaker.fingerprint(leaf(Role.WORKER));
        assertThat(coordinator).matches("[0-9a-f]{64}");
        assertThat(secrets.allLoaded(null)).isFalse();
        assertThat(secrets.allLoaded(new LoadedCertificates(List.of(coordinator, worker), List.of())))
                .isTrue();
        assertThat(secrets.allLoaded(new LoadedCertificates(List.of(coordinator, worker, "0a"), List.of())))
                .as("one shows an older leaf")
                .isFalse();
    }
}
