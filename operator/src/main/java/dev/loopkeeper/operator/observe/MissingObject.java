package dev.loopkeeper.operator.observe;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Secret or a ConfigMap that a job names and that is not there, or has not the key.
 *
 * @param path the field that names it, such as {@code spec.snapshots.store.credentials.secret}
 * @param kind {@code Secret} or {@code ConfigMap}
 * @param key the key that it lacks; null if there is no such object
 * @param bars the pods that do not start without it; none where their nodes make do
 */
public record MissingObject(
        String path, String kind, String name, @Nullable String key, Set<Component> bars) {

    public MissingObject {
        bars = Set.copyOf(bars);
    }

    /** A Secret that all pods of the job mount. */
    public static MissingObject secret(String path, String name, @Nullable String key) {
        return new MissingObject(path, "Secret", name, key, EnumSet.of(Component.COORDINATOR, Component.WORKER));
    }

    @Override
    public String toString() {
        return path + " names " + kind + " " + name + ", which "
                + (key == null ? "does not exist" : "has no key " + key);
    }
}
