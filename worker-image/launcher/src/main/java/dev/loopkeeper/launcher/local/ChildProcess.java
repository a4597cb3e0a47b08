package dev.loopkeeper.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A child that is a process. Its output goes straight to a file, so that no child ever waits for the launcher; its standard
 * input is a pipe that this object keeps open, see {@link ParentWatch}.
 */
final class ChildProcess implements ChildHandle {

    /**
     * A terminal sends its Ctrl-C and its hang-up to the launcher and all its children at once, and so does with SIGTERM who ends a whole group
     * of processes, such as a service manager. They are the launcher's to answer, with a stop snapshot for which the children are needed, so a
     * child begins by ignoring them; {@code exec} keeps that, and the process. A child whose launcher has gone ends all the same.
     */
    private static final List<String> LEAVING_SIGNALS_TO_THE_LAUNCHER =
            List.of("/bin/sh", "-c", "trap '' HUP INT TERM; exec \"$0\" \"$@\"");

    private final Process process;
    private final CompletableFuture<ChildExit> exit;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.exit = process.onExit().thenApply(ended -> new ChildExit(ended.exitValue(), LogDirectory.tail(log)));
    }

    /**
     * Starts a process, by a thread that lives as long as the launcher: see {@link DeathSignal}.
     *
     * @throws IOException if there is no such program or the system refuses it, with one line
     */
    static ChildProcess start(ProcessCommand command, Path log) throws IOException {
        String program = command.arguments().getFirst();
        if (program.contains("/") && !Files.isExecutable(Path.of(program))) {
            throw new IOException("'" + program + "' is not there, or is no program");
        }
        List<String> arguments = new ArrayList<>(LEAVING_SIGNALS_TO_THE_LAUNCHER);
        arguments.addAll(DeathSignal.prefix());
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(command.environment());
        return new ChildProcess(builder.start(), log);
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    @Override
    public void kill() {
        // Listed before: once the process is dead its children are no longer known as such.
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public CompletableFuture<ChildExit> onExit() {
        return exit;
    }
}
