package dev.loopkeeper.engine.coordinator.process;

import dev.loopkeeper.engine.control.ControlServerOptions;
import dev.loopkeeper.engine.coordinator.port.JobSettings;
import dev.loopkeeper.engine.http.BearerToken;
import dev.loopkeeper.engine.http.HttpEndpoint;
import dev.loopkeeper.engine.plan.Plan;
import dev.loopkeeper.engine.security.JobSecurity;
import java.time.Duration;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator is told at its start.
 *
 * @param epoch given by the provider, higher for each coordinator of a job (K4)
 * @param planAt makes the plan of the same program at another parallelism
 * @param control where workers find it
 * @param http where provider and people find it
 * @param verdictTimeout how long the provider's acknowledgement of the verdict is waited for (K8)
 * @param security of which the provider is told what is loaded (K14); null without certificates
 */
public record CoordinatorConfig(
        long epoch,
        JobSettings settings,
        Plan plan,
        IntFunction<Plan> planAt,
        ControlServerOptions control,
        HttpEndpoint http,
        Duration verdictTimeout,
        @Nullable JobSecurity security) {

    /** As K8 has it. */
    public static final Duration VERDICT_TIMEOUT = Duration.ofMinutes(5);

    /** A coordinator without certificates. */
    public CoordinatorConfig(
            long epoch,
            JobSettings settings,
            Plan plan,
            IntFunction<Plan> planAt,
            ControlServerOptions control,
            HttpEndpoint http,
            Duration verdictTimeout) {
        this(epoch, settings, plan, planAt, control, http, verdictTimeout, null);
    }

    /** The same, with certificates of which the provider is told. */
    public CoordinatorConfig withSecurity(JobSecurity certificates) {
        return new CoordinatorConfig(epoch, settings, plan, planAt, control, http, verdictTimeout, certificates);
    }

    /** A coordinator on this machine only, at any free ports. */
    public static CoordinatorConfig local(
            long epoch, JobSettings settings, Plan plan, IntFunction<Plan> planAt, BearerToken token) {
        return new CoordinatorConfig(
                epoch,
                settings,
                plan,
                planAt,
                ControlServerOptions.loopback(token),
                HttpEndpoint.local(0, token),
                VERDICT_TIMEOUT);
    }
}
