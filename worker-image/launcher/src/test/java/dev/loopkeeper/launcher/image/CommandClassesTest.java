package dev.loopkeeper.launcher.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loopkeeper.launcher.Main;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In an image the class path is that of a job's processes, and what else the image can do has its libraries beside it. */
final class CommandClassesTest {

    private static final String ALL = System.getProperty("java.class.path");
    private static final long SECONDS = 60;

    private static int version(List<String> options, String classPath) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Main.class.getName(), "--version"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void theCommandFindsItsLibrariesBesideTheClassPath() throws Exception {
        String ofProcesses = Arrays.stream(ALL.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("picocli"))
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(version(List.of(), ALL)).isZero();
        assertThat(version(List.of(), ofProcesses)).isNotZero();
        assertThat(version(List.of("-Dloopkeeper.command.classpath=" + ALL), ofProcesses))
                .isZero();
    }
}
