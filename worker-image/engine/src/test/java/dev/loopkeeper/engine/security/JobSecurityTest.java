package dev.loopkeeper.engine.security;

import static dev.loopkeeper.engine.security.PeerRole.COORDINATOR;
import static dev.loopkeeper.engine.security.PeerRole.OPERATOR;
import static dev.loopkeeper.engine.security.PeerRole.WORKER;
import static dev.loopkeeper.engine.security.TestAuthority.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loopkeeper.engine.message.LoadedIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** K14: peers are known by the name in their certificate, whose files are read at each handshake. */
@Timeout(60)
final class JobSecurityTest {

    private final TestAuthority authority = new TestAuthority();

    @TempDir
    private Path folder;

    private Path of(PeerRole role) {
        return folder.resolve(role.word());
    }

    private JobSecurity part(PeerRole role) throws IOException {
        return JobSecurity.of(authority.issue(of(role), JOB, role), JOB);
    }

    private static X509Certificate register(JobSecurity coordinator, JobSecurity worker) throws Exception {
        return Handshake.between(coordinator, Set.of(WORKER), worker, Set.of(COORDINATOR));
    }

    @Test
    void partsOfAJobKnowEachOther() throws Exception {
        X509Certificate shown = register(part(COORDINATOR), part(WORKER));

        assertThat(PeerName.of(shown)).contains(new PeerName(JOB, COORDINATOR));
    }

    @Test
    void anotherRoleIsRefusedOnEitherSide() throws Exception {
        JobSecurity coordinator = part(COORDINATOR);
        JobSecurity worker = part(WORKER);

        assertThatThrownBy(() -> Handshake.between(coordinator, Set.of(OPERATOR), worker, Set.of(COORDINATOR)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Handshake.between(coordinator, Set.of(WORKER), worker, Set.of(OPERATOR)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("loopkeeper://factory/rework/0f1e/coordinator, which has no business here");
    }

    @Test
    void aJobOfTheSameNameMadeAnewIsAnother() throws Exception {
        JobName again = new JobName(JOB.namespace(), JOB.job(), "2d3c");
        JobSecurity coordinator = part(COORDINATOR);
        JobSecurity old = JobSecurity.of(authority.issue(of(WORKER), again, WORKER), again);

        assertThatThrownBy(() -> Handshake.between(coordinator, Set.of(WORKER), old, Set.of(COORDINATOR)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no part of this job");
    }

    @Test
    void anotherAuthorityIsRefusedWhateverNameItGives() throws Exception {
        JobSecurity coordinator = part(COORDINATOR);
        JobSecurity forged = JobSecurity.of(new TestAuthority().issue(of(WORKER), JOB, WORKER), JOB);

        assertThatThrownBy(() -> register(coordinator, forged)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> register(forged, coordinator)).isInstanceOf(IOException.class);
    }

    @Test
    void anEndedCertificateIsRefused() throws Exception {
        String name = new PeerName(JOB, WORKER).uri().toString();
        JobSecurity ended =
                JobSecurity.of(authority.issue(of(WORKER), name, Instant.now().minus(Duration.ofHours(1))), JOB);

        JobSecurity coordinator = part(COORDINATOR);
        assertThatThrownBy(() -> register(coordinator, ended)).isInstanceOf(IOException.class);
    }

    @Test
    void aRenewedCertificateIsShownFromTheNextHandshakeOn() throws Exception {
        JobSecurity coordinator = part(COORDINATOR);
        JobSecurity worker = part(WORKER);
        X509Certificate first = register(coordinator, worker);

        authority.issue(of(COORDINATOR), JOB, COORDINATOR);

        assertThat(register(coordinator, worker)).isNotEqualTo(first);
    }

    @Test
    void anAuthorityIsReplacedWithoutARestart() throws Exception {
        JobSecurity coordinator = part(COORDINATOR);
        JobSecurity worker = part(WORKER);
        TestAuthority next = new TestAuthority();

        for (PeerRole role : Set.of(COORDINATOR, WORKER)) {
            Files.writeString(of(role).resolve("ca.crt"), authority.pem() + next.pem());
        }
        register(coordinator, worker);
        next.issue(of(COORDINATOR), JOB, COORDINATOR);
        Files.writeString(of(COORDINATOR).resolve("ca.crt"), authority.pem() + next.pem());
        register(coordinator, worker);
        next.issue(of(WORKER), JOB, WORKER);

        register(coordinator, worker);
    }

    @Test
    void aRenewalThatWentWrongDoesNoHarm() throws Exception {
        JobSecurity coordinator = part(COORDINATOR);
        JobSecurity worker = part(WORKER);

        Files.writeString(of(COORDINATOR).resolve("tls.crt"), "torn");
        Files.delete(of(WORKER).resolve("ca.crt"));

        register(coordinator, worker);
    }

    @Test
    void whatIsLoadedIsToldByTheDigestOfItsCertificates() throws Exception {
        JobSecurity worker = part(WORKER);
        LoadedIdentity before = worker.loaded();
        assertThat(before.certificate()).isEqualTo(sha256(of(WORKER).resolve("tls.crt")));
        assertThat(before.authorities()).containsExactly(sha256(of(WORKER).resolve("ca.crt")));

        TestAuthority next = new TestAuthority();
        Files.writeString(of(WORKER).resolve("ca.crt"), authority.pem() + next.pem());
        assertThat(worker.loaded().authorities()).hasSize(2).containsAll(before.authorities());
        next.issue(of(WORKER), JOB, WORKER);
        assertThat(worker.loaded().certificate())
                .isEqualTo(sha256(of(WORKER).resolve("tls.crt")))
                .isNotEqualTo(before.certificate());

        Files.writeString(of(WORKER).resolve("tls.crt"), "torn");
        assertThat(worker.loaded().certificate()).as("what still counts").hasSize(64);
    }

    /** Of the one certificate in a PEM file, by its text. */
    private static String sha256(Path pem) throws Exception {
        String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return "%064x"
                .formatted(
                        new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(der)));
    }

    @Test
    void filesAreReadOfOneVersion() throws Exception {
        Path mount = of(WORKER);
        Path old = mount.resolve("..old");
        Path changed = mount.resolve("..changed");
        authority.issue(old, JOB, WORKER);
        authority.issue(changed, JOB, WORKER);
        Files.createSymbolicLink(mount.resolve("..data"), old);
        IdentityFiles files = new IdentityFiles(mount);
        X509Certificate before = files.read().leaf();

        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), changed);
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(files.read().leaf()).isNotEqualTo(before);
    }

    @Test
    void whatIsWrongWithTheFilesIsSaidInALine() throws Exception {
        Path mount = of(WORKER);
        IdentityFiles files = authority.issue(mount, JOB, WORKER);
        String key = Files.readString(mount.resolve("tls.key"));

        assertThatThrownBy(() -> JobSecurity.of(files, new JobName("factory", "other", "0f1e")))
                .hasMessageContaining("is of loopkeeper://factory/rework/0f1e/worker, not of job factory/other");
        Files.writeString(mount.resolve("tls.key"), key.substring(0, 60) + "-----END PRIVATE KEY-----");
        assertThatThrownBy(() -> JobSecurity.of(files, JOB))
                .hasMessageContaining(mount.resolve("tls.key") + " has a private key that cannot be read")
                .hasMessageNotContaining(key.substring(30, 50));
        Files.delete(mount.resolve("tls.crt"));
        assertThatThrownBy(() -> JobSecurity.of(files, JOB)).hasMessageContaining("there is no file " + mount);
    }

    @Test
    void namesOfPartsAreReadStrictly() {
        assertThat(PeerName.parse("loopkeeper://factory/rework/0f1e/worker")).contains(new PeerName(JOB, WORKER));
        assertThat(PeerName.parse("loopkeeper://factory/rework/0f1e/worker/")).isEmpty();
        assertThat(PeerName.parse("loopkeeper://factory/rework/0f1e/Worker")).isEmpty();
        assertThat(PeerName.parse("loopkeeper://factory//0f1e/worker")).isEmpty();
        assertThat(PeerName.parse("https://factory/rework/0f1e/worker")).isEmpty();
    }
}
