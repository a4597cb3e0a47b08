package dev.loopkeeper.operator.model;

import dev.loopkeeper.crds.v1alpha1.ReservedInPods;

/** Where a pod of a job finds what it is given. */
public final class Mounts {

    /** The folder that holds all of them but the two for writing. */
    static final String ROOT = ReservedInPods.GIVEN_FOLDER;

    static final String CONFIG_FOLDER = ROOT + "/config";
    static final String CONFIG_FILE = "job.properties";

    /** What the processes are told. */
    public static final String CONFIG = CONFIG_FOLDER + "/" + CONFIG_FILE;

    /** {@code tls.crt}, {@code tls.key} and {@code ca.crt}, replaced while the pod runs (K14). */
    public static final String TLS = ROOT + "/tls";

    /** {@code accessKeyId} and {@code secretAccessKey}. */
    public static final String STORE = ROOT + "/store";

    public static final String STORE_CA = ROOT + "/store-ca";
    static final String STORE_CA_FILE = "ca.crt";

    /** A token of the pod's service account for the store's provider of identity (K16). */
    public static final String IDENTITY = ROOT + "/identity";

    /** {@code accessKeyId} and {@code secretAccessKey} for the jar. */
    public static final String JAR = ROOT + "/jar";

    /** {@code token}, which opens the metrics (K15). */
    public static final String METRICS = ROOT + "/metrics";

    /** Written to: loop logs that memory does not hold, the downloaded jar. */
    public static final String WORK = ReservedInPods.WORK_FOLDER;

    public static final String TEMPORARY = ReservedInPods.TEMPORARY_FOLDER;

    private Mounts() {}
}
