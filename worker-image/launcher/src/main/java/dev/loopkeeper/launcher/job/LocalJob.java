package dev.loopkeeper.launcher.job;

import dev.loopkeeper.crds.read.IgnoredSetting;
import dev.loopkeeper.crds.read.InvalidJobException;
import dev.loopkeeper.crds.read.JobFile;
import dev.loopkeeper.crds.read.NotPossibleYet;
import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.IterativeJobSpec;
import dev.loopkeeper.crds.value.GoDuration;
import dev.loopkeeper.crds.value.MemorySize;
import dev.loopkeeper.launcher.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A job file as it is run on this machine, the command line's wishes put in.
 *
 * @param file where it was read
 * @param ignored what of it a local run does not heed
 * @param workers how many workers there shall be over all regions; null for what the slots make of it
 */
public record LocalJob(
        Path file,
        String name,
        String namespace,
        IterativeJobSpec spec,
        List<IgnoredSetting> ignored,
        @Nullable Integer workers) {

    private static final MemorySize LEAST_MEMORY = MemorySize.parse("128Mi");

    /**
     * Reads a job file.
     *
     * @throws BadInputException if the file is no job, or asks for what is not possible yet
     */
    public static LocalJob read(Path file, JobOverrides overrides) throws BadInputException {
        JobFile read;
        try {
            read = JobFile.read(file);
        } catch (InvalidJobException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        IterativeJob job = read.job();
        requirePossible(file, job.getSpec());
        String namespace = job.getMetadata().getNamespace();
        return new LocalJob(
                file,
                job.getMetadata().getName(),
                namespace == null ? "default" : namespace,
                overridden(job.getSpec(), overrides),
                read.ignoredLocally(),
                overrides.workers());
    }

    private static void requirePossible(Path file, IterativeJobSpec spec) throws BadInputException {
        List<String> refusals = NotPossibleYet.of(spec);
        if (!refusals.isEmpty()) {
            throw new BadInputException(file + ": " + String.join("\n" + file + ": ", refusals));
        }
    }

    private static IterativeJobSpec overridden(IterativeJobSpec spec, JobOverrides overrides) throws BadInputException {
        IterativeJobSpec result = spec;
        if (!overrides.parameters().isEmpty()) {
            result = result.withProgram(result.program().withParameters(overrides.parameters()));
        }
        if (overrides.parallelism() != null) {
            result = result.withParallelism(
                    between("--parallelism", overrides.parallelism(), IterativeJob.MAX_PARALLELISM));
        }
        if (overrides.workers() != null) {
            int _ = between("--workers", overrides.workers(), Integer.MAX_VALUE);
        }
        if (overrides.workerMemory() != null) {
            if (overrides.workerMemory().compareTo(LEAST_MEMORY) < 0) {
                throw new BadInputException(
                        "--worker-memory must be at least " + LEAST_MEMORY + ", got " + overrides.workerMemory());
            }
            result = result.withWorkers(result.workers().withMemory(overrides.workerMemory()));
        }
        return result;
    }

    private static int between(String option, int value, int most) throws BadInputException {
        if (value < 1 || value > most) {
            throw new BadInputException(option + " must be at least 1"
                    + (most == Integer.MAX_VALUE ? "" : " and at most " + most) + ", got " + value);
        }
        return value;
    }

    /**
     * The job in its work directory: {@code ${workDir}} in a parameter stands for that directory, so that a job file can name a place that each
     * run has to itself.
     */
    public LocalJob in(Path workDirectory) {
        Map<String, String> resolved = new TreeMap<>(parameters());
        resolved.replaceAll((name, value) -> value.replace(
                "${workDir}", workDirectory.toAbsolutePath().normalize().toString()));
        return new LocalJob(
                file, name, namespace, spec.withProgram(spec.program().withParameters(resolved)), ignored, workers);
    }

    public String className() {
        return spec.program().className();
    }

    /** The program's parameters, by name. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = spec.program().parameters();
        return parameters == null ? Map.of() : new TreeMap<>(parameters);
    }

    public int parallelism() {
        return spec.parallelism();
    }

    /** How long a worker may be silent. */
    public GoDuration heartbeatTimeout() {
        return spec.recovery().heartbeatTimeout();
    }
}
