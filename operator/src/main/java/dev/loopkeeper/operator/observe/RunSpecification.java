package dev.loopkeeper.operator.observe;

import dev.loopkeeper.crds.v1alpha1.CoordinatorSpec;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.v1alpha1.ProgramSpec;
import dev.loopkeeper.crds.v1alpha1.WorkersSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Those fields of a specification that take a stop snapshot and a new run to change (K17).
 *
 * @param restoreFrom what the run was to go on from; it counts only while the job has no snapshot of its own (K19)
 */
public record RunSpecification(
        @Nullable String image,
        ProgramSpec program,
        int parallelism,
        WorkersSpec workers,
        CoordinatorSpec coordinator,
        @Nullable String restartToken,
        @Nullable String restoreFrom) {

    /** Those of a job's specification. */
    public static RunSpecification of(IterativeJobSpec spec) {
        return new RunSpecification(
                spec.image(),
                spec.program(),
                spec.parallelism(),
                spec.workers(),
                spec.coordinator(),
                spec.restartToken(),
                spec.snapshots().restoreFrom());
    }

    /**
     * The names of the fields in which the other differs, in the order of the resource; empty if a run of this serves it too. What it goes on from is
     * none of them.
     */
    public List<String> differences(RunSpecification other) {
        List<String> names = new ArrayList<>();
        compare("image", image, other.image, names);
        compare("program", program, other.program, names);
        compare("parallelism", parallelism, other.parallelism, names);
        compare("workers", workers, other.workers, names);
        compare("coordinator", coordinator, other.coordinator, names);
        compare("restartToken", restartToken, other.restartToken, names);
        return names;
    }

    private static void compare(String name, @Nullable Object mine, @Nullable Object theirs, List<String> names) {
        if (!Objects.equals(mine, theirs)) {
            names.add(name);
        }
    }
}
