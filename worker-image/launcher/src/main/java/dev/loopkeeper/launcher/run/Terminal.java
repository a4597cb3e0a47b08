package dev.loopkeeper.launcher.run;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What people read while a job runs: lines on standard error, and on a terminal one more line below them that is written again and again. Safe
 * for all threads.
 */
public final class Terminal {

    private static final int DEFAULT_WIDTH = 100;
    private static final int LEAST_WIDTH = 40;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean interactive;
    private String below = "";

    /**
     * Writes to this stream.
     *
     * @param interactive whether it is a terminal
     */
    public Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** The standard error of this process. The start script knows whether it is a terminal; Java does not. */
    public static Terminal standardError() {
        PrintStream out = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        return new Terminal(out, Boolean.getBoolean("loopkeeper.terminal"));
    }

    public boolean interactive() {
        return interactive;
    }

    /** How many characters a line has. */
    public int width() {
        int columns = Integer.getInteger("loopkeeper.columns", 0);
        return columns > 0 ? Math.max(LEAST_WIDTH, columns - 1) : DEFAULT_WIDTH;
    }

    /** Prints a line that stays. */
    public synchronized void line(String text) {
        if (!below.isEmpty()) {
            out.print(CLEAR_LINE);
        }
        out.println(text);
        out.print(below);
        out.flush();
    }

    /** Writes the line below all others, which is written over again; nothing where there is no terminal. */
    public synchronized void below(String text) {
        if (interactive) {
            below = text;
            out.print(CLEAR_LINE + text);
            out.flush();
        }
    }
}
