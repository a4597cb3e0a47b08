package dev.loopkeeper.crds.v1alpha1;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as Kubernetes writes them: whole seconds. */
final class KubernetesTime {

    private KubernetesTime() {}

    /** The time without the part of a second that has passed. */
    static Instant whole(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    static @Nullable Instant wholeOrNull(@Nullable Instant time) {
        return time == null ? null : whole(time);
    }
}
