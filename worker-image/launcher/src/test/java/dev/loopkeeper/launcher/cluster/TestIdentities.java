package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.security.IdentityFiles;
import dev.loopkeeper.engine.security.JobName;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerName;
import dev.loopkeeper.engine.security.PeerRole;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operator mounts for a job's parts, made for a test by an authority of its own. */
final class TestIdentities {

    private final Path folder;
    private final JobName job;
    private final X509Bundle authority;

    TestIdentities(Path folder, JobName job) throws Exception {
        this.folder = folder;
        this.job = job;
        this.authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    Path files(PeerRole role) throws Exception {
        X509Bundle leaf = new CertificateBuilder()
                .ecp256()
                .subject("CN=part")
                .addSanUriName(new PeerName(job, role).uri())
                .addExtendedKeyUsageClientAuth()
                .addExtendedKeyUsageServerAuth()
                .buildIssuedBy(authority);
        Path files = Files.createDirectories(folder.resolve(role.word()));
        Files.writeString(files.resolve("tls.crt"), leaf.getCertificatePathPEM());
        Files.writeString(files.resolve("tls.key"), leaf.getPrivateKeyPEM());
        Files.writeString(files.resolve("ca.crt"), authority.getCertificatePEM());
        return files;
    }

    JobSecurity part(PeerRole role) throws Exception {
        return part(files(role));
    }

    private JobSecurity part(Path files) throws IOException {
        return JobSecurity.of(new IdentityFiles(files), job);
    }
}
