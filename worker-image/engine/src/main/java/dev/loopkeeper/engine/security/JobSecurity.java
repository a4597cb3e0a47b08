package dev.loopkeeper.engine.security;

import dev.loopkeeper.engine.message.LoadedIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Mutual TLS of one part of a job (K14): who it is, and whom it takes in which role. The files are read at each handshake, so a renewed
 * certificate and a second authority count without a restart; connections that stand are left alone.
 */
public final class JobSecurity {

    /** How often a part looks whether its files have changed, to tell of it. */
    public static final Duration LOOK = Duration.ofSeconds(10);

    private final CurrentIdentity identity;
    private final JobName job;

    private JobSecurity(CurrentIdentity identity, JobName job) {
        this.identity = identity;
        this.job = job;
    }

    /**
     * A part of a job.
     *
     * @throws IOException with one line, if the files are not there or not what they must be, or are another job's
     */
    public static JobSecurity of(IdentityFiles files, JobName job) throws IOException {
        Identity identity = files.read();
        PeerName own = PeerName.of(identity.leaf()).orElse(null);
        if (own == null || !own.job().equals(job)) {
            throw new IOException("the certificate in " + files.directory() + " is of "
                    + (own == null ? "no part of a job" : own.toString()) + ", not of job " + job.namespace() + "/"
                    + job.job() + " with uid " + job.uid());
        }
        return new JobSecurity(new CurrentIdentity(files, identity), job);
    }

    /** What counts for new connections now. Reads the files, also for the handshakes to come. Any thread. */
    public LoadedIdentity loaded() {
        return identity.refresh().loaded();
    }

    /** Shows who this part is. */
    public X509ExtendedKeyManager keys() {
        return new IdentityKeys(identity);
    }

    /** Takes parts of the job in these roles, and nobody else. */
    public X509ExtendedTrustManager trust(Set<PeerRole> roles) {
        return new PeerTrust(identity, job, roles);
    }

    /** Both together, TLS 1.3. */
    public SSLContext context(Set<PeerRole> roles) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {keys()}, new TrustManager[] {trust(roles)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS 1.3", e);
        }
    }
}
