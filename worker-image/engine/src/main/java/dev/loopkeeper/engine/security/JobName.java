package dev.loopkeeper.engine.security;

/**
 * Names one job among all that ever were: its uid tells it from an earlier one of the same name.
 *
 * @param namespace of its resource
 * @param job the resource's name
 * @param uid the resource's uid
 */
public record JobName(String namespace, String job, String uid) {

    public JobName {
        requireSegment("namespace", namespace);
        requireSegment("job", job);
        requireSegment("uid", uid);
    }

    private static void requireSegment(String what, String value) {
        if (!value.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(what + " cannot be part of a peer's name: \"" + value + "\"");
        }
    }
}
