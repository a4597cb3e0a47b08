package dev.loopkeeper.engine.security;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts parts of one job in certain roles, by the authorities that stand in the files at the time of the handshake (K14). Host names are not looked
 * at: pods have none that last. Safe for all threads.
 */
final class PeerTrust extends X509ExtendedTrustManager {

    private static final X509Certificate[] NOT_TOLD = {};

    private final CurrentIdentity identity;
    private final JobName job;
    private final Set<PeerRole> roles;

    PeerTrust(CurrentIdentity identity, JobName job, Set<PeerRole> roles) {
        this.identity = identity;
        this.job = job;
        this.roles = Set.copyOf(roles);
    }

    private X509TrustManager chains() throws CertificateException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (X509Certificate authority : identity.refresh().authorities()) {
                trusted.setCertificateEntry(
                        authority.getSerialNumber() + "/" + authority.getSubjectX500Principal(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager chains) {
                    return chains;
                }
            }
            throw new CertificateException("this Java cannot check certificates");
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("the trusted authorities cannot be used: " + e.getMessage(), e);
        }
    }

    private void checkName(X509Certificate[] chain) throws CertificateException {
        PeerName peer = PeerName.of(chain[0])
                .orElseThrow(() -> new CertificateException("the peer's certificate names no part of a job"));
        if (!peer.job().equals(job)) {
            throw new CertificateException("the peer is " + peer + ", no part of this job");
        }
        if (!roles.contains(peer.role())) {
            throw new CertificateException("the peer is " + peer + ", which has no business here");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains().checkClientTrusted(chain, authType);
        checkName(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains().checkServerTrusted(chain, authType);
        checkName(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    /** Empty: a peer is not told which authorities count, it has one certificate only. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NOT_TOLD;
    }
}
