package dev.loopkeeper.operator.certificate;

import dev.loopkeeper.operator.model.Role;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a job as they stand in its Secrets, without what is secret.
 *
 * @param authority that signs; null if there is none yet
 * @param next that will sign; null outside of a rotation
 * @param old that has signed before, and is still trusted; null outside of a rotation
 * @param leaves what each role has; roles without a readable Secret are left out
 */
public record TrustState(
        @Nullable Authority authority,
        @Nullable Authority next,
        @Nullable Authority old,
        Map<Role, Leaf> leaves) {

    /** Nothing is there. */
    public static final TrustState NONE = new TrustState(null, null, null, Map.of());

    public TrustState {
        leaves = Map.copyOf(leaves);
    }

    /**
     * An authority.
     *
     * @param name its subject, which no other has
     */
    public record Authority(String name, Instant madeAt, Instant notAfter) {}

    /**
     * A role's certificate and what the role trusts.
     *
     * @param issuer the name of the authority that signed it
     * @param trusted the names of the authorities in its bundle
     * @param named whether it names the job, the role and the hosts that one made now would name
     */
    public record Leaf(String issuer, Instant madeAt, Instant notAfter, Set<String> trusted, boolean named) {

        public Leaf {
            trusted = Set.copyOf(trusted);
        }
    }
}
