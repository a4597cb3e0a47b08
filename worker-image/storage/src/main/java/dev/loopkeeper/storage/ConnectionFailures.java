package dev.loopkeeper.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Tells what it means that no answer came from a service. Pure: no I/O, no clock.
 *
 * @param service what lines call it: what it is, and where
 */
record ConnectionFailures(String service) {

    private static final int LONGEST_DETAIL = 200;

    /**
     * Why there is no answer.
     *
     * @param line without the action: the service, what happened, what to do
     */
    record Unanswered(boolean retryable, boolean neverSent, String line) {}

    Unanswered of(IOException e) {
        return switch (e) {
            case UnknownHostException x -> unreachable("its host name is not known");
            case ConnectException x -> unreachable("no connection (" + oneLine(String.valueOf(x.getMessage())) + ")");
            case NoRouteToHostException x -> unreachable("no route to it");
            case SSLHandshakeException x ->
                isDistrust(x)
                        ? distrusted("its TLS certificate is not trusted (" + summary(x) + ")")
                        : unreachable("no TLS connection (" + summary(x) + ")");
            case SSLPeerUnverifiedException x -> distrusted("its TLS certificate is for another host");
            case SSLException x -> broken("broke the TLS connection (" + summary(x) + ")");
            case InterruptedIOException x -> late();
            default -> broken("broke the connection (" + summary(e) + ")");
        };
    }

    /** It took too long. */
    Unanswered late() {
        return broken("did not answer in time");
    }

    /** An exception in one line. */
    static String summary(Throwable e) {
        String message = e.getMessage();
        String name = e.getClass().getSimpleName();
        return message == null ? name : name + ": " + oneLine(message);
    }

    /** A text in one line of bounded length. */
    static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL) + "...";
    }

    private static boolean isDistrust(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CertificateException || t instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    private Unanswered unreachable(String why) {
        return new Unanswered(
                true, true, service + " cannot be reached, " + why + ": check the endpoint and the network");
    }

    private Unanswered distrusted(String why) {
        return new Unanswered(
                false, true, service + " is refused, " + why + ": give the CA certificate that signed it");
    }

    private Unanswered broken(String what) {
        return new Unanswered(true, false, service + " " + what);
    }
}
