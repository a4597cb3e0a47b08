package dev.loopkeeper.operator.check;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The two checks of {@code helm test}, each a pod of its own. */
public final class ReleaseCheck {

    private static final long JOB_SECONDS = 240;

    private ReleaseCheck() {}

    /**
     * {@code check-rights [NAMESPACE...]} or {@code check-job NAMESPACE BUCKET}.
     *
     * @return the exit code: 0 if all is well, 1 if not, 2 if the arguments are none of ours
     */
    public static int run(List<String> arguments, PrintStream out) {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            return run(arguments, client, out);
        } catch (KubernetesClientException e) {
            out.println("the API server refuses it or is not reached: " + e.getMessage());
            return 1;
        }
    }

    private static int run(List<String> arguments, KubernetesClient client, PrintStream out) {
        List<String> rest = arguments.subList(1, arguments.size());
        if (arguments.getFirst().equals("check-rights")) {
            List<String> missing = new RightsCheck(client).missing(rest);
            missing.forEach(line -> out.println("not allowed: " + line));
            out.println(missing.isEmpty() ? "all rights are there" : missing.size() + " rights are missing");
            return missing.isEmpty() ? 0 : 1;
        }
        if (arguments.getFirst().equals("check-job") && rest.size() == 2) {
            String problem = new TinyJob(client)
                    .run(rest.get(0), rest.get(1), JOB_SECONDS)
                    .orElse("the job has succeeded");
            out.println(problem);
            return problem.equals("the job has succeeded") ? 0 : 1;
        }
        out.println("usage: check-rights [NAMESPACE...] | check-job NAMESPACE BUCKET");
        return 2;
    }

    /** Whether these arguments ask for a check, not for the operator. */
    public static boolean asked(String... arguments) {
        return arguments.length > 0
                && Arrays.asList("check-rights", "check-job").contains(arguments[0]);
    }
}
