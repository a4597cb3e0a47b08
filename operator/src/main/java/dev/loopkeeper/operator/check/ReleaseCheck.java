package dev.loopkeeper.operator.check;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The two checks of {@code helm test}, each a pod of its own. */
public final class ReleaseCheck {

    private static final long JOB_SECONDS = 240;
    private static final String POD_MONITORS = "--pod-monitors";
    private static final String NODES = "--nodes";

    private ReleaseCheck() {}

    /**
     * {@code check-rights [--pod-monitors] [--nodes] [NAMESPACE...]} or {@code check-job NAMESPACE BUCKET[/PREFIX]}.
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
            RightsCheck check = new RightsCheck(client);
            List<String> missing = new ArrayList<>(check.missing(namespaces(rest), rights(rest)));
            rightsOverall(rest).forEach(right -> missing.addAll(check.missing(right)));
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
        out.println(
                "usage: check-rights [--pod-monitors] [--nodes] [NAMESPACE...] | check-job NAMESPACE BUCKET[/PREFIX]");
        return 2;
    }

    static List<String> namespaces(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> !argument.equals(POD_MONITORS) && !argument.equals(NODES))
                .toList();
    }

    /** What these arguments of {@code check-rights} ask for beyond namespaces. */
    static List<Right> rightsOverall(List<String> arguments) {
        return arguments.contains(NODES) ? List.of(Right.FOR_NODES) : List.of();
    }

    /** What these arguments of {@code check-rights} ask for in each namespace. */
    static List<Right> rights(List<String> arguments) {
        return arguments.contains(POD_MONITORS)
                ? Stream.concat(Right.FOR_JOBS.stream(), Stream.of(Right.FOR_POD_MONITORS))
                        .toList()
                : Right.FOR_JOBS;
    }

    /** Whether these arguments ask for a check, not for the operator. */
    public static boolean asked(String... arguments) {
        return arguments.length > 0
                && Arrays.asList("check-rights", "check-job").contains(arguments[0]);
    }
}
