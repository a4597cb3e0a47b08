package dev.loopkeeper.crds.read;

/**
 * A setting of a job file that has no effect in a local run.
 *
 * @param path which, such as {@code spec.image}
 * @param reason why, in a few words
 */
public record IgnoredSetting(String path, String reason) {

    @Override
    public String toString() {
        return path + ": " + reason;
    }
}
