package dev.loopkeeper.launcher.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Linux can kill a child when the thread that started it has gone, and so when the launcher has. {@link ParentWatch} does the same everywhere,
 * but not in a child that is stopped: it does not see the end of its input. Where there is no such tool, a stopped child stays until it goes on.
 */
final class DeathSignal {

    private static final List<String> PREFIX = List.of("setpriv", "--pdeathsig", "KILL", "--");
    private static final long TRIAL_SECONDS = 5;

    private DeathSignal() {}

    /** What is put before a command, so that its process is killed with the launcher; nothing where that is not possible. */
    static List<String> prefix() {
        return Trial.WORKS ? PREFIX : List.of();
    }

    /** Tried once: older versions of the tool do not know the option. */
    private static final class Trial {

        private static final boolean WORKS = works();

        private static boolean works() {
            List<String> command = new ArrayList<>(PREFIX);
            command.add("true");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                boolean ended = process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                return ended && process.exitValue() == 0;
            } catch (IOException _) {
                return false;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
