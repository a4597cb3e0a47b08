package dev.loopkeeper.operator.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run of a job, from a planned start to the next, as its ControllerRevision keeps it (K9).
 *
 * @param number from 1
 * @param name of the ControllerRevision
 * @param generation of the specification that it runs
 * @param image that was resolved: by its digest as soon as that is known, as it was named before (K9)
 * @param operatorVersion of the operator that started it
 * @param specification what it was started with of the fields that only a new run can change (K17)
 * @param store where its data is, as people read it; null if its revision does not say
 * @param stopAskedAt when its end was asked for; null if it was not
 * @param end null while it runs
 */
public record RunView(
        int number,
        String name,
        long generation,
        String image,
        String operatorVersion,
        RunSpecification specification,
        @Nullable String store,
        @Nullable Instant stopAskedAt,
        @Nullable RunEnd end) {

    /** The same with this image. */
    public RunView withImage(String other) {
        return new RunView(number, name, generation, other, operatorVersion, specification, store, stopAskedAt, end);
    }

    public boolean ended() {
        return end != null;
    }

    public boolean stopping() {
        return stopAskedAt != null && end == null;
    }
}
