package dev.loopkeeper.provider;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a worker, {@code <job>-<region>-<worker>-<attempt>}: the same for a pod and for a local process, and another for
 * every attempt, so that a name is never used twice.
 *
 * @param job the job's name
 * @param region the region's name: {@code r0}, {@code r1}, ...
 * @param worker the worker's index in its region, from 0
 * @param attempt the region's attempt, from 1
 */
public record WorkerName(String job, String region, int worker, int attempt) {

    private static final Pattern FORM =
            Pattern.compile("(?<job>.+)-(?<region>r\\d{1,9})-(?<worker>\\d{1,9})-(?<attempt>\\d{1,9})");

    public WorkerName {
        Values.text("job", job);
        Values.text("region", region);
        Values.notNegative("worker", worker);
        Values.notNegative("attempt", attempt);
    }

    /** The name of the region with this index. */
    public static String region(int index) {
        return "r" + Values.notNegative("region", index);
    }

    /**
     * Takes a name apart.
     *
     * @throws IllegalArgumentException if the text is no worker's name
     */
    public static WorkerName parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no worker's name: expected <job>-r<region>-<worker>-<attempt>");
        }
        return new WorkerName(
                matcher.group("job"),
                matcher.group("region"),
                Integer.parseInt(matcher.group("worker")),
                Integer.parseInt(matcher.group("attempt")));
    }

    /** The name in full. */
    @Override
    public String toString() {
        return job + "-" + region + "-" + worker + "-" + attempt;
    }
}
