package dev.loopkeeper.launcher.run;

import dev.loopkeeper.launcher.ExitCode;

/** How a run ended. */
sealed interface RunOutcome {

    /** One line; may be empty. */
    String message();

    int exitCode();

    /** The word for it in a summary. */
    default String status() {
        return getClass().getSimpleName();
    }

    /** For good. */
    record Succeeded(String message) implements RunOutcome {

        @Override
        public int exitCode() {
            return ExitCode.DONE;
        }
    }

    /** For good. */
    record Failed(String message) implements RunOutcome {

        @Override
        public int exitCode() {
            return ExitCode.FAILED;
        }
    }

    /**
     * A later run goes on.
     *
     * @param signal what asked for it; 0 if no signal did
     */
    record Suspended(String message, int signal) implements RunOutcome {

        @Override
        public int exitCode() {
            return signal == 0 ? ExitCode.DONE : ExitCode.SIGNAL + signal;
        }
    }

    /** The program or what it was given is wrong. */
    record Refused(String message) implements RunOutcome {

        @Override
        public int exitCode() {
            return ExitCode.BAD_INPUT;
        }
    }

    /** No coordinator could be kept alive; a later run goes on. */
    record Broken(String message) implements RunOutcome {

        @Override
        public int exitCode() {
            return ExitCode.FAILED;
        }

        @Override
        public String status() {
            return "Failed";
        }
    }
}
