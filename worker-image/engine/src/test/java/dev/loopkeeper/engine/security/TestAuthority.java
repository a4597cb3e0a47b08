package dev.loopkeeper.engine.security;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A job's authority, made for a test: writes the files that a part of a job is given. */
public final class TestAuthority {

    public static final JobName JOB = new JobName("factory", "rework", "0f1e");

    private final X509Bundle authority;

    public TestAuthority() {
        try {
            authority = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String pem() {
        return authority.getCertificatePEM();
    }

    /** Files of a part of a job, valid now. */
    public IdentityFiles issue(Path directory, JobName job, PeerRole role) {
        return issue(
                directory,
                new PeerName(job, role).uri().toString(),
                Instant.now().plus(Duration.ofDays(1)));
    }

    IdentityFiles issue(Path directory, String name, Instant end) {
        try {
            X509Bundle leaf = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=part")
                    .addSanUriName(name)
                    .notBefore(Instant.now().minus(Duration.ofDays(2)))
                    .notAfter(end)
                    .addExtendedKeyUsageClientAuth()
                    .addExtendedKeyUsageServerAuth()
                    .buildIssuedBy(authority);
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("tls.crt"), leaf.getCertificatePathPEM());
            Files.writeString(directory.resolve("tls.key"), leaf.getPrivateKeyPEM());
            Files.writeString(directory.resolve("ca.crt"), pem());
            return new IdentityFiles(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
