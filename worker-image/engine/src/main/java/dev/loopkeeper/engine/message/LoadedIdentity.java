package dev.loopkeeper.engine.message;

import java.util.List;

/**
 * What a part of a job works with in its handshakes at present (K14). Certificates are named by the SHA-256 of their DER form, in lower-case
 * hexadecimal digits.
 *
 * @param certificate the leaf that it shows
 * @param authorities whose certificates it accepts
 */
public record LoadedIdentity(String certificate, List<String> authorities) {

    public LoadedIdentity {
        authorities = List.copyOf(authorities);
    }
}
