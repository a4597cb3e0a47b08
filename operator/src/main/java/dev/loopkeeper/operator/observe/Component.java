package dev.loopkeeper.operator.observe;

/** What a pod of a job does; the value of its label is the constant's lower-case name. */
public enum Component {
    COORDINATOR,
    WORKER,
    /** Clears the store of a job that is deleted (K10). */
    CLEANUP;

    /** As the label {@code loopkeeper.dev/component} has it. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
