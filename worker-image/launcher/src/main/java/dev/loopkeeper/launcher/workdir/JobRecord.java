package dev.loopkeeper.launcher.workdir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose work directory it is: what must be the same for a run to go on in it.
 *
 * @param version of this form
 * @param uid names the job's part of the store
 * @param store where the snapshots are, without what is secret
 * @param directory the current directory of the first run, to which relative paths in the parameters refer
 */
public record JobRecord(
        int version,
        String job,
        String namespace,
        String uid,
        String className,
        Map<String, String> parameters,
        String store,
        String directory) {

    /** The form that this version of the program writes. */
    public static final int VERSION = 1;

    public JobRecord {
        parameters = Map.copyOf(parameters);
    }

    /** What keeps another run from going on here, one phrase each; parallelism, memory and workers may change. */
    public List<String> differences(JobRecord other) {
        List<String> differences = new ArrayList<>();
        compare("the job's name", job, other.job).ifPresent(differences::add);
        compare("the namespace", namespace, other.namespace).ifPresent(differences::add);
        compare("the class", className, other.className).ifPresent(differences::add);
        compare("the store", store, other.store).ifPresent(differences::add);
        TreeSet<String> names = new TreeSet<>(parameters.keySet());
        names.addAll(other.parameters.keySet());
        for (String name : names) {
            compare("parameter " + name, parameters.get(name), other.parameters.get(name))
                    .ifPresent(differences::add);
        }
        return differences;
    }

    private static Optional<String> compare(String what, @Nullable String before, @Nullable String now) {
        if (Objects.equals(before, now)) {
            return Optional.empty();
        }
        return Optional.of(what + " was " + shown(before) + " and is " + shown(now));
    }

    private static String shown(@Nullable String value) {
        return value == null ? "not given" : "\"" + value + "\"";
    }
}
