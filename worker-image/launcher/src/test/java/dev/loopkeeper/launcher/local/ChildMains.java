package dev.loopkeeper.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trivial programs for child processes. */
final class ChildMains {

    private ChildMains() {}

    /** The command of a JVM that runs this class with the tests' class path, small and quick to start. */
    static ProcessCommand java(Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessCommand(command, Map.of());
    }

    private static void waitForEver() throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void announce(Path file) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(temporary, Long.toString(ProcessHandle.current().pid()));
        Files.move(temporary, file);
    }

    /** Says that it runs, by its pid in a file, and waits. */
    static final class Waiting {
        public static void main(String[] arguments) throws Exception {
            ParentWatch.start();
            announce(Path.of(arguments[0]));
            waitForEver();
        }
    }

    /** Prints lines and ends with a code. */
    static final class Failing {
        public static void main(String[] arguments) {
            ParentWatch.start();
            for (int i = 0; i < 1_000; i++) {
                System.err.println("line " + i);
            }
            System.err.println("error: the disk is full");
            System.exit(Integer.parseInt(arguments[0]));
        }
    }

    /** Uses more memory than it has. */
    static final class Greedy {
        public static void main(String[] arguments) {
            ParentWatch.start();
            long total = 0;
            for (List<long[]> held = new ArrayList<>(); ; total += held.getLast().length) {
                held.add(new long[1 << 20]);
                System.err.println(total);
            }
        }
    }

    /** Starts a child of its own and waits. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            ParentWatch.start();
            new ProcessBuilder("sleep", "1000").inheritIO().start();
            announce(Path.of(arguments[0]));
            waitForEver();
        }
    }

    /** A launcher of two waiting children; their logs and pids go into its directory. */
    static final class Launcher {
        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            List<ChildHandle> held = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                held.add(ChildProcess.start(
                        java(Waiting.class, directory.resolve("child-" + i)),
                        directory.resolve("child-" + i + ".log")));
            }
            announce(directory.resolve("launcher"));
            waitForEver();
            held.forEach(ChildHandle::kill);
        }
    }
}
