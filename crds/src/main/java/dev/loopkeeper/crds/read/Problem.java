package dev.loopkeeper.crds.read;

/**
 * Something that is wrong with a job file.
 *
 * @param path where in the resource, such as {@code spec.snapshots.interval}; empty if it concerns the file as a whole
 * @param message what is wrong and what was expected, in one line
 * @param line the line in the file, from 1; 0 if there is none
 */
public record Problem(String path, String message, int line) {

    /** In one line, after the name of the file: {@code job.yaml:12: spec.parallelism: must be at least 1, got -2}. */
    String describe(String origin) {
        String place = line > 0 ? origin + ":" + line : origin;
        return path.isEmpty() ? place + ": " + message : place + ": " + path + ": " + message;
    }
}
