package dev.loopkeeper.operator.certificate;

import dev.loopkeeper.operator.certificate.TrustState.Authority;
import dev.loopkeeper.operator.certificate.TrustState.Leaf;
import dev.loopkeeper.operator.model.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be done about a job's certificates: a pure function. An authority is replaced in three steps, so that at no moment two parts of a
 * job cannot trust each other: first all trust both, then the new one signs, last the old one is forgotten (K14).
 */
public final class TrustDecision {

    /** A leaf of 90 days is made anew after 60. */
    public static final Duration LEAF_RENEWAL = Duration.ofDays(60);

    /** So long before its end an authority is replaced. */
    public static final Duration AUTHORITY_RENEWAL = Duration.ofDays(180);

    /** So long after the bundle, the leaf follows: kubelets refresh files after about a minute. */
    public static final Duration BUNDLE_FIRST = Duration.ofMinutes(10);

    /** One thing to do. */
    public sealed interface Change {

        /** A first authority, when there is none. */
        record MakeAuthority() implements Change {}

        /** The one that will sign after the present one. */
        record MakeNext() implements Change {}

        /** The next one signs from now on; the present one becomes the old one. */
        record SignWithNext() implements Change {}

        /** The old one is trusted no longer. */
        record ForgetOld() implements Change {}

        /** A role's bundle is written again, its leaf kept. */
        record WriteBundle(Role role) implements Change {}

        /** A role gets a new leaf, and the bundle with it. */
        record Issue(Role role) implements Change {}
    }

    private TrustDecision() {}

    /**
     * The changes to make now, in order; none if all is well. After a change of authorities it is asked again.
     *
     * @param allLoaded whether the coordinator has said that all parts have loaded a leaf of the present authority
     */
    public static List<Change> decide(TrustState state, Instant now, boolean allLoaded) {
        Authority authority = state.authority();
        if (authority == null || !authority.notAfter().isAfter(now)) {
            return List.of(new Change.MakeAuthority());
        }
        List<Change> changes = new ArrayList<>();
        authorities(state, authority, now, allLoaded, changes);
        if (!changes.isEmpty()) {
            return changes;
        }
        Set<String> trusted = trusted(state, authority);
        for (Role role : Role.values()) {
            Leaf leaf = state.leaves().get(role);
            if (leaf == null
                    || !leaf.issuer().equals(authority.name())
                    || !leaf.named()
                    || !now.isBefore(leaf.madeAt().plus(LEAF_RENEWAL))) {
                changes.add(new Change.Issue(role));
            } else if (!leaf.trusted().equals(trusted)) {
                changes.add(new Change.WriteBundle(role));
            }
        }
        return changes;
    }

    private static void authorities(
            TrustState state, Authority authority, Instant now, boolean allLoaded, List<Change> changes) {
        Authority next = state.next();
        if (next != null) {
            boolean everywhere = state.leaves().values().stream()
                    .allMatch(leaf -> leaf.trusted().contains(next.name()));
            if (everywhere && !now.isBefore(next.madeAt().plus(BUNDLE_FIRST))) {
                changes.add(new Change.SignWithNext());
            }
            return;
        }
        if (state.old() != null && (allLoaded || noLeafOfTheOldIsValid(authority, now))) {
            changes.add(new Change.ForgetOld());
            return;
        }
        if (state.old() == null && !now.isBefore(authority.notAfter().minus(AUTHORITY_RENEWAL))) {
            changes.add(new Change.MakeNext());
        }
    }

    /** The present one signs since at most ten minutes after it was made, so by then every leaf of the old one has expired. */
    private static boolean noLeafOfTheOldIsValid(Authority authority, Instant now) {
        return now.isAfter(authority.madeAt().plus(BUNDLE_FIRST).plus(CertificateMaker.LEAF.multipliedBy(2)));
    }

    private static Set<String> trusted(TrustState state, Authority authority) {
        Set<String> names = new HashSet<>(Set.of(authority.name()));
        if (state.next() != null) {
            names.add(state.next().name());
        }
        if (state.old() != null) {
            names.add(state.old().name());
        }
        return names;
    }
}
