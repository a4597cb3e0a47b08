package dev.loopkeeper.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.loopkeeper.processes.ProjectCopy.Ended;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that the README shows, typed in a fresh copy of the project, where the first one has to build it. A command that has no part here
 * makes the test red.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(1200)
final class ReadmeCommandsTest {

    /** What runs this test. */
    private static final Set<String> NOT_TYPED = Set.of("./mvnw verify");

    private static final String PACKAGE =
            "./mvnw --quiet package --projects examples/components --also-make -DskipTests";

    private interface Check {

        /** Types a command, with something real in the place of words such as FILE, and checks what comes of it. */
        void type(String command) throws Exception;
    }

    private final Map<String, Check> checks = Map.of(
            "./loopkeeper run examples/components/job.yaml",
            this::findsTheComponents,
            "./loopkeeper run examples/components/job.yaml --kill-every 2s",
            this::findsTheComponents,
            "./loopkeeper plan examples/rework/job.yaml",
            this::showsThePlan,
            "./loopkeeper run FILE",
            this::takesTheOptions,
            "./loopkeeper snapshots list|show|verify URI",
            this::looksIntoAStore,
            "worker-image/benchmarks/run",
            command -> succeeds(command + " --help"),
            PACKAGE,
            this::makesWhatTheDockerfileTakes,
            "docker build --tag registry.example/components:1 examples/components",
            this::buildsOnTheWorkerImage,
            "docker run --rm --volume \"$PWD/examples/components/job.yaml:/job.yaml\" registry.example/components:1 plan /job.yaml",
            this::plansInAContainer);

    private Path folder;

    private ProjectCopy project;

    @BeforeAll
    void copy(@TempDir Path temporary) throws IOException {
        folder = temporary;
        project = ProjectCopy.to(folder.resolve("loopkeeper"));
    }

    static Stream<String> commands() throws IOException {
        return Readme.read().commands().stream().filter(command -> !NOT_TYPED.contains(command));
    }

    @Test
    void theReadmeShowsCommands() throws IOException {
        assertThat(Readme.read().commands())
                .contains("./mvnw verify", "./loopkeeper run examples/components/job.yaml")
                .hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void doesWhatItSays(String command) throws Exception {
        assertThat(checks).as("what is known of the README's commands").containsKey(command);
        checks.get(command).type(command);
    }

    private Ended succeeds(String command) throws IOException, InterruptedException {
        Ended ended = project.type(command);
        assertThat(ended.exitCode()).as("%s says\n%s", command, ended.errors()).isZero();
        return ended;
    }

    private void findsTheComponents(String command) throws Exception {
        Set<Path> before = Set.copyOf(workDirs());
        succeeds(command);
        List<Path> made =
                workDirs().stream().filter(folder -> !before.contains(folder)).toList();
        assertThat(made).as("work dirs of a run").hasSize(1);
        // By networkx.
        assertThat(Lines.ofOutput(made.getFirst().resolve("output")))
                .isEqualTo(Lines.ofReference("debian-bookworm-components.tsv.gz"));
    }

    private List<Path> workDirs() throws IOException {
        Path runs = project.root().resolve(".loopkeeper");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private void showsThePlan(String command) throws Exception {
        assertThat(succeeds(command).output()).contains("leipzig.line", "berlin.line");
    }

    /** Each option that the README names is one, and several of them are given. */
    private void takesTheOptions(String command) throws Exception {
        String file = "examples/components/job.yaml";
        String help = succeeds("./loopkeeper run --help").output();
        assertThat(Readme.read().options())
                .isNotEmpty()
                .allSatisfy(option -> assertThat(help).contains(option));
        Path summary = folder.resolve("summary.json");
        Path output = folder.resolve("output");
        succeeds(command.replace("FILE", file) + " --param output=" + output
                + " --parallelism 3 --workers 2 --worker-memory 512Mi --work-dir " + folder.resolve("work")
                + " --kill-every 1h --seed 7 --summary " + summary);
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(summary.toFile())
                        .path("status")
                        .asText())
                .isEqualTo("Succeeded");
        assertThat(Lines.ofOutput(output)).isEqualTo(Lines.ofReference("debian-bookworm-components.tsv.gz"));
    }

    /** The store is that of a run in one process. */
    private void looksIntoAStore(String command) throws Exception {
        Path workDir = folder.resolve("looked-into");
        succeeds("./loopkeeper run examples/components/job.yaml --in-process --work-dir " + workDir);
        for (String verb : List.of("list", "show", "verify")) {
            String typed = command.replace("list|show|verify", verb).replace("URI", workDir.toString());
            assertThat(succeeds(typed).output()).as(typed).isNotBlank();
        }
    }

    private void makesWhatTheDockerfileTakes(String command) throws Exception {
        succeeds(command);
        Path module = project.root().resolve("examples/components");
        String copied = Files.readAllLines(module.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY "))
                .findFirst()
                .orElseThrow()
                .split(" ")[1];
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(module.resolve(copied).getParent(), "*.jar")) {
            assertThat(copied).endsWith("/*.jar");
            assertThat(jars).hasSize(1);
        }
    }

    private void buildsOnTheWorkerImage(String command) throws Exception {
        assumeDockerRuns();
        Path archive = folder.resolve("worker.tar");
        succeeds("worker-image/image --output " + archive);
        succeeds("docker load --quiet --input " + archive);
        succeeds(PACKAGE);
        succeeds(command);
    }

    private void plansInAContainer(String command) throws Exception {
        assumeDockerRuns();
        String typed = command.replace("$PWD", project.root().toString()).replace("\"", "");
        assertThat(succeeds(typed).output()).contains("propagate");
    }

    private void assumeDockerRuns() throws InterruptedException {
        assumeTrue(dockerRuns(), "Docker does not run here");
    }

    private boolean dockerRuns() throws InterruptedException {
        try {
            return project.type("docker info").exitCode() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** People type commands into terminals, and there a start script does more than elsewhere. */
    @Test
    void runsOnATerminalToo() throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeThat(script).as("the tool that makes a terminal").isExecutable();
        Path typed = Files.writeString(
                folder.resolve("typed.sh"),
                "#!/bin/sh\n./loopkeeper run examples/rework/job.yaml --in-process --param orders=1000 --param rate=500\n");
        assertThat(typed.toFile().setExecutable(true)).isTrue();
        Ended ended = succeeds(script + " --quiet --return --log-out /dev/null --command " + typed);
        assertThat(ended.output()).contains("\r\033[Krework [<=>").contains("rework: succeeded");
    }

    /** Bad input is told apart from a job that fails. */
    @Test
    void exitCodesAreAsTheReadmeSays() throws Exception {
        assertThat(project.type("./loopkeeper run no-such-file.yaml").exitCode())
                .isEqualTo(2);
    }
}
