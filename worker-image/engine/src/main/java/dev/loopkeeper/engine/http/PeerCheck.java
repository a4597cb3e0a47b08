package dev.loopkeeper.engine.http;

import java.security.cert.X509Certificate;

/**
 * Whether the owner of a certificate belongs to this job (K14, K15). It is asked only after TLS has proven the chain against the
 * job's authority and that the peer holds the key.
 */
@FunctionalInterface
public interface PeerCheck {

    /** Whether the peer with this leaf certificate may use the interface. Called on the server's threads. */
    boolean admits(X509Certificate leaf);
}
