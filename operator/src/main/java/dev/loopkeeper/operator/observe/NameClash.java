package dev.loopkeeper.operator.observe;

/**
 * An object that is not the job's has the name of one of the job's own. It is neither used nor changed.
 *
 * @param kind such as {@code Secret}
 * @param going whether it goes by itself, as what an earlier job of the same name has left does
 */
public record NameClash(String kind, String name, boolean going) {

    @Override
    public String toString() {
        return going
                ? kind + " " + name + " is of an earlier job of this name or is being deleted; its end is waited for"
                : kind + " " + name
                        + " is there and is not of this job, which needs one of its own under that name: rename"
                        + " or remove it, or give the job another name";
    }
}
