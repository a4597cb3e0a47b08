package dev.loopkeeper.provider;

import java.util.List;

/**
 * The certificates that the parts of a job work with: the coordinator and all workers that it wants (K14). Told only while every one of them has
 * registered and said what it has loaded, so that an authority may be forgotten, or begin to sign, by what stands here. Each certificate is named by
 * the SHA-256 of its DER form, in lower-case hexadecimal digits.
 *
 * @param certificates the leaves that at least one part shows in its handshakes, sorted
 * @param authorities those that all parts trust, sorted
 */
public record LoadedCertificates(List<String> certificates, List<String> authorities) {

    public LoadedCertificates {
        certificates = Values.list("certificates", certificates, ProviderProtocol.MAX_WORKERS);
        authorities = Values.list("authorities", authorities, ProviderProtocol.MAX_WORKERS);
    }
}
