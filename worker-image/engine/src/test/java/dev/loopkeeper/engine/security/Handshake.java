package dev.loopkeeper.engine.security;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** One connection between two parts, over a real socket, with certificates on both sides. */
final class Handshake {

    private static final int MILLIS = 10_000;

    private Handshake() {}

    /**
     * Connects and says a word each way.
     *
     * @return the certificate that the server has shown
     * @throws IOException if either side refused the other
     */
    static X509Certificate between(JobSecurity server, Set<PeerRole> clients, JobSecurity client, Set<PeerRole> servers)
            throws Exception {
        try (SSLServerSocket listening = (SSLServerSocket) server.context(clients)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setNeedClientAuth(true);
            listening.setSoTimeout(MILLIS);
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(listening));
            try (SSLSocket socket = (SSLSocket) client.context(servers)
                    .getSocketFactory()
                    .createSocket(listening.getInetAddress(), listening.getLocalPort())) {
                socket.setSoTimeout(MILLIS);
                socket.getOutputStream().write(1);
                // In TLS 1.3 the client hears of a refusal with the first bytes.
                if (socket.getInputStream().read() != 1) {
                    throw new IOException("the server has said nothing");
                }
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            } finally {
                settle(answered);
            }
        }
    }

    private static void answer(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write(socket.getInputStream().read());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void settle(CompletableFuture<Void> answered) throws InterruptedException, TimeoutException {
        try {
            answered.get(MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // The client has seen its side of it.
        }
    }
}
