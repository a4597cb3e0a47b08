package dev.loopkeeper.operator.coordinator;

/**
 * How the operator proves itself to a job's coordinator, and whom it believes (K14). Holds a secret.
 *
 * @param certificate the operator's, as PEM
 * @param key its key, as PEM
 * @param bundle the authorities of the job, as PEM
 * @param coordinator the URI that the coordinator's certificate must name
 */
public record CoordinatorTrust(String certificate, String key, String bundle, String coordinator) {

    /** Without what is secret. */
    @Override
    public String toString() {
        return "CoordinatorTrust[" + coordinator + "]";
    }
}
