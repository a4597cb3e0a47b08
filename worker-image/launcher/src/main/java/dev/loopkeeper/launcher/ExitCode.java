package dev.loopkeeper.launcher;

/** What the command's exit codes mean. */
public final class ExitCode {

    /** Done, or stopped with a snapshot where that was wished. */
    public static final int DONE = 0;

    /** The job has failed, or a check has found something wrong. */
    public static final int FAILED = 1;

    /** The job file, an option, the program or the store cannot be used as given. */
    public static final int BAD_INPUT = 2;

    /** A fault of Loopkeeper's own. */
    public static final int BROKEN = 3;

    /** Ended by a signal: this and its number, as shells have it. */
    public static final int SIGNAL = 128;

    private ExitCode() {}
}
