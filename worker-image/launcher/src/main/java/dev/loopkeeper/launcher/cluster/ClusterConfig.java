package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.security.IdentityFiles;
import dev.loopkeeper.engine.security.JobName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the processes of a job on a cluster are told. Holds no secrets, only where they are.
 *
 * @param name the job among all that ever were
 * @param store where the job's objects are
 * @param jar the program's jar, where it is not in the image
 * @param identity proves who a process is
 * @param metricsToken the file with what opens the metrics
 * @param controlAddress where workers find the coordinator
 * @param workFolder where loop logs go that memory does not hold, and the jar
 * @param restoreFrom what the job goes on from while it has no snapshot of its own
 */
record ClusterConfig(
        JobName name,
        JobSettings settings,
        String className,
        Map<String, String> parameters,
        int parallelism,
        ClusterStore store,
        Optional<JarSource> jar,
        IdentityFiles identity,
        Path metricsToken,
        int httpsPort,
        int controlPort,
        int dataPort,
        CoordinatorAddress controlAddress,
        Path workFolder,
        Optional<String> restoreFrom) {

    ClusterConfig {
        parameters = Map.copyOf(parameters);
    }
}
