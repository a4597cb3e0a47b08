package dev.loopkeeper.operator.observe;

import java.util.Set;

/**
 * An object that is not the job's has the name of one of the job's own. It is neither used nor changed.
 *
 * @param kind such as {@code Secret}
 * @param going whether it goes by itself, as what an earlier job of the same name has left does
 * @param bars the pods of a run under way that cannot be made without the job's own object; what others need it for waits, and the run goes on
 */
public record NameClash(String kind, String name, boolean going, Set<Component> bars) {

    public NameClash {
        bars = Set.copyOf(bars);
    }

    /** The same, with the pods that it keeps from being made. */
    public NameClash barring(Set<Component> pods) {
        return new NameClash(kind, name, going, pods);
    }

    @Override
    public String toString() {
        return going
                ? kind + " " + name + " is of an earlier job of this name or is being deleted; its end is waited for"
                : kind + " " + name
                        + " is there and is not of this job, which needs one of its own under that name: rename"
                        + " or remove it, or give the job another name";
    }
}
