package dev.loopkeeper.launcher.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code .mvn/image.sh} puts into a layer of an image. Another user than the one who made it runs what is in it. */
@EnabledOnOs(OS.LINUX)
final class ImageLayerTest {

    private static final Path SCRIPT =
            Path.of("../../.mvn/image.sh").toAbsolutePath().normalize();
    private static final long SECONDS = 30;

    @TempDir
    private Path tree;

    private List<String> listing(String commands) throws IOException, InterruptedException {
        Path listing = tree.resolveSibling(tree.getFileName() + ".listing");
        try {
            Process bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands, "bash", tree.toString())
                    .redirectOutput(listing.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(bash.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(bash.exitValue()).isZero();
            return Files.readAllLines(listing, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(listing);
        }
    }

    /** Folders that an image's layers leave out are made by Docker for root alone. */
    @Test
    void foldersAboveAreInItAndNothingIsForItsMakerAlone() throws Exception {
        Path folder = Files.createDirectories(tree.resolve("opt/loopkeeper/app"));
        Files.writeString(folder.resolve("program.jar"), "jar");
        Files.writeString(
                Files.createDirectory(tree.resolve("opt/loopkeeper/other")).resolve("file"), "other");

        List<String> lines = listing("chmod -R go= \"$1\" && . '" + SCRIPT + "'"
                + " && docker_runs() { return 1; } && pack_without_docker() { shift 3; layer \"$tree\" \"$@\"; }"
                + " && base='' tree=$1 && pack name Dockerfile \"$1\" opt/loopkeeper/app | tar --list --verbose");

        assertThat(lines)
                .extracting(line -> line.split(" ")[0] + " " + line.substring(line.lastIndexOf(' ') + 1))
                .containsExactly(
                        "drwxr-xr-x opt/",
                        "drwxr-xr-x opt/loopkeeper/",
                        "drwxr-xr-x opt/loopkeeper/app/",
                        "-rw-r--r-- opt/loopkeeper/app/program.jar");
    }
}
