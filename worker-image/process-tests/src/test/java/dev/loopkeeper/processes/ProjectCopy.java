package dev.loopkeeper.processes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The project as a user has it who has just got it: sources and scripts, nothing built. */
final class ProjectCopy {

    private static final Path ORIGINAL = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Set<String> NOT_GIVEN_OUT = Set.of("target", ".git", ".loopkeeper");

    /** The first command builds everything, on a busy machine perhaps. */
    private static final long PATIENCE_MINUTES = 15;

    private final Path root;
    private int commands;

    private ProjectCopy(Path root) {
        this.root = root;
    }

    /** What a command has said and how it ended. */
    record Ended(int exitCode, String output, String errors) {}

    static ProjectCopy to(Path root) throws IOException {
        Files.walkFileTree(ORIGINAL, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NOT_GIVEN_OUT.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(root.resolve(ORIGINAL.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_GIVEN_OUT.contains(file.getFileName().toString())) {
                    Files.copy(file, root.resolve(ORIGINAL.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new ProjectCopy(root);
    }

    Path root() {
        return root;
    }

    /** Types a command line, without quotes or other signs of a shell's, into a shell in the project's folder. */
    Ended type(String commandLine) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(commandLine.split(" "));
        Path output = root.resolve("output-" + commands + ".txt");
        Path errors = root.resolve("errors-" + commands++ + ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(root.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        // The build that runs this test hands its own settings on, which are not a user's.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("\"" + commandLine + "\" has not ended after " + PATIENCE_MINUTES
                        + " minutes; it says\n" + Files.readString(errors));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
}
