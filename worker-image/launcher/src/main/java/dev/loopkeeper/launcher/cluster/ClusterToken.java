package dev.loopkeeper.launcher.cluster;

import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.security.JobName;

/**
 * What the parts of a job on a cluster greet each other with. It is no secret: who they are is proven by certificates (K14), and this keeps a
 * misdirected connection of another job from getting further than a greeting.
 */
final class ClusterToken {

    private ClusterToken() {}

    static BearerToken of(JobName job) {
        return new BearerToken("loopkeeper-job-" + job.uid());
    }
}
