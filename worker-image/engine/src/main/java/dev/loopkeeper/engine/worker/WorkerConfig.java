package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.control.CoordinatorAddress;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.security.JobSecurity;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process is told when it is started.
 *
 * @param name the worker's name, as wanted
 * @param region the index of its region in the plan
 * @param index its index in the region
 * @param attempt the attempt that it was wanted for
 * @param uid names this process, so that another one of the same name is told apart
 * @param node the machine it runs on; may be empty
 * @param job the unique id of the job
 * @param coordinator where the coordinator takes connections
 * @param token shown to the coordinator, and what the job's workers prove themselves to each other with
 * @param dataBind where it takes data connections of other workers; port 0 for any
 * @param dataHost under which host the others reach it there
 * @param workDirectory where its directory of spilled feedback is made, and removed at its end
 * @param logBytes how much memory the feedback logs of its loops may take together, in bytes; what is beyond goes to the work directory
 * @param heartbeatTimeout after how long a silence coordinator and worker take each other for lost
 * @param loneliness after how long without any coordinator the worker ends by itself; longer than any restart of one takes (R16)
 * @param program the class of the program
 * @param parameters the program's parameters
 * @param parallelism of the program
 * @param security TLS to the coordinator and to other workers; null for plain TCP, which is for one machine
 */
public record WorkerConfig(
        String name,
        int region,
        int index,
        int attempt,
        String uid,
        String node,
        String job,
        CoordinatorAddress coordinator,
        BearerToken token,
        InetSocketAddress dataBind,
        String dataHost,
        Path workDirectory,
        long logBytes,
        Duration heartbeatTimeout,
        Duration loneliness,
        String program,
        Map<String, String> parameters,
        int parallelism,
        @Nullable JobSecurity security) {

    /** How long a worker waits for a coordinator if nothing else is said. */
    public static final Duration DEFAULT_LONELINESS = Duration.ofMinutes(2);

    private static final Duration LONGEST_HEARTBEAT = Duration.ofMillis(500);
    private static final int HEARTBEATS_PER_TIMEOUT = 5;

    public WorkerConfig {
        parameters = Map.copyOf(parameters);
        if (heartbeatTimeout.toMillis() < HEARTBEATS_PER_TIMEOUT) {
            throw new IllegalArgumentException("heartbeatTimeout must be at least 5 ms, got " + heartbeatTimeout);
        }
        if (logBytes < 1) {
            throw new IllegalArgumentException("logBytes must be at least 1, got " + logBytes);
        }
    }

    /** How often the worker gives a sign of life. */
    public Duration heartbeat() {
        Duration part = heartbeatTimeout.dividedBy(HEARTBEATS_PER_TIMEOUT);
        return part.compareTo(LONGEST_HEARTBEAT) < 0 ? part : LONGEST_HEARTBEAT;
    }

    /** Without the values of parameters, which may be secrets, and the token. */
    @Override
    public String toString() {
        return "WorkerConfig[" + name + ", region " + region + ", attempt " + attempt + ", job " + job
                + ", coordinator "
                + coordinator + ", program " + program + ", parameters " + parameters.keySet() + ", parallelism "
                + parallelism + "]";
    }
}
