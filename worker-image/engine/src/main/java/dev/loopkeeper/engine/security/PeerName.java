package dev.loopkeeper.engine.security;

import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a part of a job is called in its certificate: {@code loopkeeper://<namespace>/<job>/<uid>/<role>}, a subject alternative name of the
 * URI kind.
 */
public record PeerName(JobName job, PeerRole role) {

    private static final String SCHEME = "loopkeeper";
    private static final int SAN_URI = 6;

    /** The name as it stands in the certificate. */
    public URI uri() {
        return URI.create(SCHEME + "://" + job.namespace() + "/" + job.job() + "/" + job.uid() + "/" + role.word());
    }

    /** The name in a URI; empty if it is none of a part of a job. */
    public static Optional<PeerName> parse(String uri) {
        String start = SCHEME + "://";
        String[] parts = uri.startsWith(start) ? uri.substring(start.length()).split("/", -1) : new String[0];
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            JobName job = new JobName(parts[0], parts[1], parts[2]);
            return Arrays.stream(PeerRole.values())
                    .filter(role -> role.word().equals(parts[3]))
                    .findFirst()
                    .map(role -> new PeerName(job, role));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The name in a certificate; empty if it has none, or several, for then nobody can say whose it is. */
    public static Optional<PeerName> of(X509Certificate certificate) {
        List<PeerName> names;
        try {
            names = uris(certificate).flatMap(uri -> parse(uri).stream()).toList();
        } catch (CertificateParsingException _) {
            return Optional.empty();
        }
        return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    }

    private static Stream<String> uris(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return Stream.empty();
        }
        return names.stream()
                .filter(name -> Objects.equals(name.getFirst(), SAN_URI))
                .map(name -> String.valueOf(name.get(1)));
    }

    @Override
    public String toString() {
        return uri().toString();
    }
}
