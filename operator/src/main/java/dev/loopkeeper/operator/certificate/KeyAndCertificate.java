package dev.loopkeeper.operator.certificate;

/**
 * A certificate and its key, as PEM. Holds a secret.
 *
 * @param key PKCS #8
 */
public record KeyAndCertificate(String key, String certificate) {

    /** Without the key. */
    @Override
    public String toString() {
        return "KeyAndCertificate[hidden]";
    }
}
