package dev.loopkeeper.launcher.local;

/**
 * How a child ended.
 *
 * @param exitCode its exit code; 128 and the signal's number if a signal ended it
 * @param logTail the end of its log
 */
public record ChildExit(int exitCode, String logTail) {

    /** What {@code kill -9} leaves. */
    public static final int KILLED = 137;

    private static final int TERMINATED = 143;
    private static final int ABORTED = 134;
    private static final int SEGMENTATION_FAULT = 139;
    /** With {@code -XX:+ExitOnOutOfMemoryError}, which every child is started with. */
    private static final int OUT_OF_MEMORY = 3;

    /** Whether it ended by itself and without an error. */
    public boolean clean() {
        return exitCode == 0;
    }

    /** One word for it, in the manner of container states. */
    public String reason() {
        return switch (exitCode) {
            case 0 -> "Completed";
            case OUT_OF_MEMORY -> "OutOfMemory";
            case KILLED -> "Killed";
            case TERMINATED -> "Terminated";
            case ABORTED, SEGMENTATION_FAULT -> "Crashed";
            default -> "Error";
        };
    }
}
