package dev.loopkeeper.crds.v1alpha1;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What in the pods of a job is Loopkeeper's own, so that a template must not take it (K20). */
public final class ReservedInPods {

    /** Labels and annotations that begin so. */
    public static final String METADATA_PREFIX = "loopkeeper.dev/";

    /** Environment variables of the main container that begin so. */
    public static final String ENVIRONMENT_PREFIX = "LOOPKEEPER_";

    /** Volumes whose names begin so. */
    public static final String VOLUME_PREFIX = "loopkeeper-";

    /** The main container of a worker's pod. */
    public static final String WORKER_CONTAINER = "worker";

    /** The main container of the coordinator's pod. */
    public static final String COORDINATOR_CONTAINER = "coordinator";

    /** The coordinator's HTTPS port: provider interface, metrics, health (K15). */
    public static final int COORDINATOR_HTTPS_PORT = 8443;

    /** Where the coordinator takes the connections of workers. */
    public static final int COORDINATOR_CONTROL_PORT = 7443;

    /** Where a worker takes the connections of its neighbours. */
    public static final int WORKER_DATA_PORT = 7444;

    /** The folder below which a main container finds what it is given. */
    public static final String GIVEN_FOLDER = "/etc/loopkeeper";

    /** Where a main container writes loop logs that memory does not hold, and the downloaded jar. */
    public static final String WORK_FOLDER = "/var/loopkeeper";

    /** Where a main container, whose root is read-only, has its temporary files. */
    public static final String TEMPORARY_FOLDER = "/tmp";

    /** What every pod of a job says, by its path below {@code spec}: another value in a template would be lost. */
    public static final Map<String, Object> FIXED_IN_POD = Map.of(
            "automountServiceAccountToken", false,
            "enableServiceLinks", false,
            "terminationGracePeriodSeconds", 60,
            "securityContext.runAsNonRoot", true,
            "securityContext.seccompProfile.type", "RuntimeDefault");

    /** What every main container says, by its path. */
    public static final Map<String, Object> FIXED_IN_MAIN_CONTAINER = Map.of(
            "securityContext.allowPrivilegeEscalation", false,
            "securityContext.readOnlyRootFilesystem", true,
            "terminationMessagePolicy", "FallbackToLogsOnError");

    private static final Set<Integer> PORTS =
            Set.of(COORDINATOR_HTTPS_PORT, COORDINATOR_CONTROL_PORT, WORKER_DATA_PORT);

    private ReservedInPods() {}

    /** Whether a pod's part of a job listens on this port. All containers of a pod share its ports. */
    public static boolean isPort(int port) {
        return PORTS.contains(port);
    }

    /** Whether a mount at this absolute path would cover something of ours; below the temporary folder it would not. */
    public static boolean isMountPath(String path) {
        String normal = path.replaceAll("/+", "/").replaceAll("/$", "");
        return normal.equals(TEMPORARY_FOLDER)
                || List.of(GIVEN_FOLDER, WORK_FOLDER).stream()
                        .anyMatch(ours -> normal.equals(ours) || normal.startsWith(ours + "/"));
    }
}
