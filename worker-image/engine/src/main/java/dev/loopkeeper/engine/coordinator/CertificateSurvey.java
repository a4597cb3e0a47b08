package dev.loopkeeper.engine.coordinator;

import dev.loopkeeper.engine.message.LoadedIdentity;
import dev.loopkeeper.provider.LoadedCertificates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What all parts of a job have loaded, as they have told (K14). Pure. */
final class CertificateSurvey {

    private CertificateSurvey() {}

    /** @param parts every part, at least one */
    static LoadedCertificates of(Collection<LoadedIdentity> parts) {
        TreeSet<String> certificates = new TreeSet<>();
        TreeSet<String> authorities = new TreeSet<>(parts.iterator().next().authorities());
        for (LoadedIdentity part : parts) {
            certificates.add(part.certificate());
            authorities.retainAll(part.authorities());
        }
        return new LoadedCertificates(List.copyOf(certificates), new ArrayList<>(authorities));
    }
}
