package dev.loopkeeper.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.crds.v1alpha1.IterativeJob;
import dev.loopkeeper.crds.v1alpha1.RegionStatus;
import dev.loopkeeper.e2e.cluster.Programs;
import dev.loopkeeper.e2e.cluster.Project;
import dev.loopkeeper.e2e.cluster.Shell;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README's part on Kubernetes, typed in their order, in the namespaces that they name. */
@ExtendWith(OnCluster.class)
final class ReadmeE2E {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern BLOCK =
            Pattern.compile("^```console\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Set<String> TOOLS = Set.of("helm", "kubectl");
    private static final Set<String> SCRIPTS = Set.of("worker-image/image", "operator/image");

    private static Typed typed;

    @TempDir
    private Path folder;

    /** What types them: in the project's folder, with the cluster's tools on the path. */
    private record Typed(Path kubeconfig) {

        String run(String command) {
            Path kubectl = Path.of(Programs.of(kubeconfig, "kubectl"));
            String path = System.getenv("PATH");
            return Shell.run(
                    LIMIT,
                    Map.of(
                            "KUBECONFIG",
                            kubeconfig.toString(),
                            "PATH",
                            kubectl.isAbsolute() ? kubectl.getParent() + ":" + path : path),
                    "bash",
                    "-c",
                    "cd '" + Project.ROOT + "' && " + command);
        }
    }

    private static List<String> commands() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(Project.ROOT.resolve("README.md")));
        return blocks.results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> TOOLS.contains(first(line)) || SCRIPTS.contains(first(line)))
                .toList();
    }

    private static String first(String command) {
        return command.split(" ")[0];
    }

    private void type(String command, Environment environment) {
        if (SCRIPTS.contains(first(command))) {
            // Beside the project, and to the nodes, as the README asks for.
            int output = command.lastIndexOf(' ');
            Path archive = folder.resolve(command.substring(output + 1));
            typed.run(command.substring(0, output) + " '" + archive + "'");
            environment.cluster().load(archive);
        } else if (command.startsWith("helm install ")) {
            // The definition is there already: the release under test has brought it.
            typed.run(command + " --take-ownership --wait");
        } else {
            typed.run(command);
        }
    }

    private static Map<String, String> uids(Jobs jobs, String region) {
        return jobs.workers("rework", region).stream()
                .map(Pod::getMetadata)
                .collect(Collectors.toMap(pod -> pod.getName(), pod -> pod.getUid()));
    }

    private static long restarts(IterativeJob job, String region) {
        return job.getStatus().regions().stream()
                .filter(each -> each.name().equals(region))
                .mapToLong(RegionStatus::restarts)
                .findFirst()
                .orElse(0);
    }

    @Test
    void fromNothingToAJobThatSurvivesAKilledPod(Environment environment) throws Exception {
        typed = new Typed(environment.cluster().kubeconfig());
        Jobs jobs = new Jobs(environment.client(), "default", "loopkeeper");
        List<String> commands = commands();
        int deletion = commands.indexOf(commands.stream()
                .filter(command -> command.startsWith("kubectl delete pod"))
                .findFirst()
                .orElseThrow());
        for (String command : commands.subList(0, deletion)) {
            type(command, environment);
        }
        Map<String, String> other = uids(jobs, "r1");
        assertThat(other).hasSize(2);
        type(commands.get(deletion), environment);
        jobs.await(
                "rework",
                "has restarted r0 and is Ready",
                job -> restarts(job, "r0") == 1 && Jobs.isTrue(job, "Ready"));
        assertThat(uids(jobs, "r1")).isEqualTo(other);
        assertThat(commands.subList(deletion + 1, commands.size()))
                .as("what the README shows then")
                .isNotEmpty()
                .allSatisfy(command -> assertThat(typed.run(command)).contains("rework", "RegionFailed"));
    }

    /** As a user would tidy up. */
    @AfterAll
    static void remove() {
        if (typed != null) {
            typed.run("kubectl delete iterativejob rework --ignore-not-found --timeout=2m");
            typed.run("helm uninstall loopkeeper --namespace loopkeeper --ignore-not-found --wait");
            typed.run("kubectl delete namespace loopkeeper --ignore-not-found --timeout=2m");
        }
    }
}
